"""One history server by itself: python3 -m soaking.lone NAMESPACE ADDRESS PORT."""

import asyncio
import sys

from .origins import Origin


async def main(namespace, address, port):
    origin = Origin(namespace)
    origin.address, origin.port = address, int(port)
    await origin.start()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
