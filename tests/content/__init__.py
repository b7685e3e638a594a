"""Tests of the loader, each on a small content folder of its own."""

import pytest

pytest.register_assert_rewrite("tests.content.folders")
