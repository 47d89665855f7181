"""Whether the soak tells threads that are left over from threads that come late."""

import os
import threading
import unittest
from collections import Counter

from soaking import threads

SETTLED = Counter(
    {
        "gateway-#-#": 2,
        "admin-#-#": 1,
        "HTTP-Dispatcher": 1,
        "pool-#-thread-#": 1,
        "access-log": 1,
        "loop-watch": 1,
        "java": 2,
        "C# CompilerThre": 2,
        "VM Thread": 1,
    }
)


class ThreadsTest(unittest.TestCase):
    def test_what_belongs_to_the_gateway_is_not_too_many(self):
        self.assertEqual([], threads.too_many(SETTLED))

    def test_a_pool_that_is_not_full_yet_is_not_too_many(self):
        self.assertEqual([], threads.too_many(SETTLED - Counter({"gateway-#-#": 1})))

    def test_the_jvm_may_have_as_many_of_its_own_as_it_likes(self):
        self.assertEqual([], threads.too_many(SETTLED + Counter({"C# CompilerThre": 6})))

    def test_one_more_than_a_pool_may_have_is_too_many(self):
        self.assertEqual(
            ["3 threads 'gateway-#-#', and there may be 2"],
            threads.too_many(SETTLED + Counter({"gateway-#-#": 1})),
        )

    def test_one_pool_for_each_request_is_too_many(self):
        self.assertEqual(
            ["3 threads 'pool-#-thread-#', and there may be 1"],
            threads.too_many(SETTLED + Counter({"pool-#-thread-#": 2})),
        )

    def test_a_single_thread_of_a_name_that_nobody_knows_is_too_many(self):
        self.assertEqual(
            ["1 threads 'Thread-#', and there may be 0"],
            threads.too_many(SETTLED + Counter({"Thread-#": 1})),
        )

    def test_threads_of_one_pool_are_of_one_family(self):
        self.assertEqual("pool-#-thread-#", threads.family("pool-12-thread-3"))
        self.assertEqual("gateway-#-#", threads.family("gateway-1-2"))
        self.assertEqual("C# CompilerThre", threads.family("C2 CompilerThre"))

    def test_the_threads_of_a_process_are_counted_by_the_names_that_they_have(self):
        begun, end = threading.Barrier(4), threading.Event()
        before = threads.threads_of(os.getpid())
        made = [threading.Thread(target=named, args=(f"left-{n}", begun, end)) for n in range(3)]
        for thread in made:
            thread.start()
        begun.wait()
        try:
            self.assertEqual(Counter({"left-#": 3}), threads.threads_of(os.getpid()) - before)
        finally:
            end.set()
            for thread in made:
                thread.join()


def named(name, begun, end):
    with open("/proc/thread-self/comm", "w", encoding="ascii") as comm:
        comm.write(name)
    begun.wait()
    end.wait()


if __name__ == "__main__":
    unittest.main()
