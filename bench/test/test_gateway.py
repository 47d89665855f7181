"""Whether the soak reads what JVMs say about themselves, and notices when it cannot."""

import unittest

from soaking import gateway

HEAP_17 = """4711:
 def new generation   total 19648K, used 1024K [0x00000000fc000000, 0x00000000fd550000, 0x00000000fd550000)
  eden space 17472K,  43% used [0x00000000fc000000, 0x00000000fc76c368, 0x00000000fd110000)
 tenured generation   total 43712K, used 2048K [0x00000000fd550000, 0x0000000100000000, 0x0000000100000000)
   the space 43712K,   5% used [0x00000000fd550000, 0x00000000fd785b40, 0x00000000fd785c00, 0x0000000100000000)
 Metaspace       used 9000K, committed 9216K, reserved 1114112K
"""
HEAP_25 = """4711:
DefNew     total 19648K, used 1024K [0x00000000fc000000, 0x00000000fd550000, 0x00000000fd550000)
 eden space 17472K,  43% used [0x00000000fc000000, 0x00000000fc76c368, 0x00000000fd110000)
Tenured    total 43712K, used 2048K [0x00000000fd550000, 0x0000000100000000, 0x0000000100000000)
 the  space 43712K,   5% used [0x00000000fd550000, 0x00000000fd785b40, 0x0000000100000000)
"""
NATIVE = """
-                  Internal (reserved=1253KB, committed=1253KB)
-                     Other (reserved=10250KB, committed=10240KB)
                            (malloc=10250KB #2)
"""


class GatewayTest(unittest.TestCase):
    def test_the_heap_is_what_both_generations_use(self):
        self.assertEqual(3.0, gateway.heap_of(HEAP_17))

    def test_the_heap_is_known_of_newer_jvms_too(self):
        self.assertEqual(3.0, gateway.heap_of(HEAP_25))

    def test_a_heap_of_which_nothing_is_said_is_not_taken_for_empty(self):
        with self.assertRaises(ValueError):
            gateway.heap_of("4711:\n garbage-first heap   total 65536K, used 4096K\n")

    def test_memory_of_buffers_is_what_is_committed(self):
        self.assertEqual(10.0, gateway.direct_of(NATIVE))

    def test_buffers_of_which_nothing_is_said_are_not_taken_for_none(self):
        with self.assertRaises(ValueError):
            gateway.direct_of("Native memory tracking is not enabled")


if __name__ == "__main__":
    unittest.main()
