"""Whether the soak tells growth from warming up and from noise."""

import unittest
from collections import Counter

from soaking import judge
from soaking.gateway import Sample


def samples(heaps, files=None):
    files = files or [80] * len(heaps)
    return [Sample(n * 60.0, h, 8.0, 130.0, f, Counter()) for n, (h, f) in enumerate(zip(heaps, files))]


class JudgeTest(unittest.TestCase):
    def test_what_stays_has_not_grown(self):
        self.assertEqual([], judge.growth(samples([10.0] * 12)))

    def test_what_grows_while_it_warms_up_has_not_grown(self):
        self.assertEqual([], judge.growth(samples([4.0, 8.0, 14.0] + [20.0] * 9)))

    def test_one_high_sample_at_the_end_is_noise(self):
        self.assertEqual([], judge.growth(samples([10.0] * 11 + [40.0])))

    def test_a_heap_that_grows_by_a_little_each_time_has_grown(self):
        grown = judge.growth(samples([10.0 + n for n in range(12)]))
        self.assertEqual(["heap grew from 14.0 to 20.0"], grown)

    def test_three_files_more_are_a_leak(self):
        grown = judge.growth(samples([10.0] * 12, [80] * 6 + [83] * 6))
        self.assertEqual(["files grew from 80.0 to 83.0"], grown)


if __name__ == "__main__":
    unittest.main()
