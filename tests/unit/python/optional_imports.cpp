// Packages that code can do without: which way it goes only the project's own Python knows.
#include "evaluate.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::python {

namespace {

void check_refused(std::string source) {
    BOOST_TEST_CONTEXT(source) {
        auto const info =
            alembicore::test::require_error(errc::not_evaluable, [&] { return test::result_of(std::move(source)); });
        BOOST_TEST(info.message == "whether 'orjson' can be imported is not known");
        BOOST_TEST(info.place.has_value());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(optional_imports)

BOOST_AUTO_TEST_CASE(what_either_way_binds_is_refused_where_it_is_used) {
    for (auto const* used : {
             "result = FAST\n",
             "result = 1 if orjson is None else 2\n",
             "if not FAST:\n    result = 1\n",
             "result = dump() + 'x'\n",
         })
        check_refused(
            std::string{
                "try:\n    import orjson\n    FAST = True\n    from json import dumps as dump\n"
                "except ImportError:\n    orjson = None\n    FAST = False\n    def dump():\n        return ''\n"} +
            used
        );
}

BOOST_AUTO_TEST_CASE(what_is_not_used_does_no_harm) {
    BOOST_TEST(
        test::result_of(
            "try:\n    import orjson as json\nexcept (ImportError, ValueError):\n    import json\n"
            "def upgrade():\n"
            "    try:\n        from orjson.more import loads\n    except Exception as e:\n        loads = None\n"
            "    return 5\n"
            "result = upgrade()\n"
        ) == "5"
    );
}

BOOST_AUTO_TEST_CASE(either_way_that_does_more_than_bind_names_is_refused) {
    check_refused("x = []\ntry:\n    import orjson\nexcept:\n    x.append(1)\nresult = x\n");
    check_refused("from contextlib import suppress\nx = 1\nwith suppress(ImportError):\n    import orjson\n    x = 2\n"
    );
    check_refused(
        "def load():\n    import orjson\n    return 1\ntry:\n    load()\nexcept ModuleNotFoundError:\n    x = 1\n"
        "result = x\n"
    );
    check_refused(
        "def find():\n    try:\n        import orjson\n        return 1\n    except ImportError:\n        return 2\n"
        "result = find()\n"
    );
}

BOOST_AUTO_TEST_CASE(code_that_does_not_go_on_without_the_package_has_it) {
    BOOST_TEST(
        test::result_of(
            "try:\n    import orjson\n    x = 1\nexcept ImportError as e:\n    raise RuntimeError('install it')\n"
            "try:\n    import orjson\n    y = 2\nexcept ValueError:\n    y = 3\n"
            "try:\n    import orjson\nfinally:\n    z = 3\n"
            "result = x, y, z\n"
        ) == "(1, 2, 3)"
    );
    check_refused(
        "x = 1\ntry:\n    try:\n        import orjson\n        x = 2\n    except ImportError:\n        raise\n"
        "except Exception:\n    print()\nresult = x\n"
    );
}

BOOST_AUTO_TEST_CASE(the_standard_library_is_there) {
    BOOST_TEST(
        test::result_of(
            "try:\n    import asyncio\n    import json\n    x = 1\nexcept ImportError:\n    x = 2\nresult = x\n"
        ) == "1"
    );
    // Since Python 3.11 only.
    auto const info = alembicore::test::require_error(errc::not_evaluable, [] {
        return test::result_of("try:\n    import tomllib\n    x = 1\nexcept ImportError:\n    x = 2\nresult = x + 1\n");
    });
    BOOST_TEST(info.message == "whether 'tomllib' can be imported is not known");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
