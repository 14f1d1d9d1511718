#include "rehearsal/three_sides.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::rehearsal {

using catalog::change_kind;
using drift::odd_side;

BOOST_AUTO_TEST_SUITE(three_sides)

BOOST_AUTO_TEST_CASE(a_change_by_hand_is_the_database) {
    auto const found = odd_ones(
        {.history_to_database = {{change_kind::added, "column public.t.x", "", "integer"}},
         .models_and_history = {},
         .models_and_database = {{.part = "column public.t.x", .database = "integer"}}}
    );
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST((found[0].odd == odd_side::database));
    BOOST_TEST(found[0].table == "public.t");
    BOOST_TEST(!found[0].history.has_value());
    BOOST_TEST(found[0].database.value() == "integer");
    BOOST_TEST(!found[0].models.has_value());
    BOOST_TEST(!found[0].silent);
}

BOOST_AUTO_TEST_CASE(a_missing_revision_is_the_history) {
    auto const found = odd_ones(
        {.history_to_database = {{change_kind::changed, "column public.t.x", "integer", "bigint"}},
         .models_and_history = {{.part = "column public.t.x", .models = "bigint", .database = "integer"}},
         .models_and_database = {}}
    );
    BOOST_TEST((found.at(0).odd == odd_side::history));
    BOOST_TEST(found.at(0).models.value() == "bigint");
    BOOST_TEST(found.at(0).history.value() == "integer");
}

BOOST_AUTO_TEST_CASE(models_that_went_on_are_the_models) {
    models::difference const ahead{.part = "table public.n", .models = ""};
    auto const found = odd_ones({{}, {ahead}, {ahead}});
    BOOST_TEST((found.at(0).odd == odd_side::models));
    BOOST_TEST(found.at(0).models.has_value());
    BOOST_TEST(!found.at(0).history.has_value());
    BOOST_TEST(!found.at(0).database.has_value());
}

BOOST_AUTO_TEST_CASE(three_that_differ_are_all) {
    auto const found = odd_ones(
        {{{change_kind::changed, "column public.t.x", "integer", "bigint"}},
         {{.part = "column public.t.x", .models = "text", .database = "integer"}},
         {{.part = "column public.t.x", .models = "text", .database = "bigint"}}}
    );
    BOOST_TEST((found.at(0).odd == odd_side::all));
}

BOOST_AUTO_TEST_CASE(what_models_cannot_say_is_between_the_other_two) {
    auto const found = odd_ones({{{change_kind::removed, "view public.v", "SELECT 1", ""}}, {}, {}});
    BOOST_TEST((found.at(0).odd == odd_side::database));
    BOOST_TEST(found.at(0).silent);
    BOOST_TEST(!found.at(0).database.has_value());
}

BOOST_AUTO_TEST_CASE(of_a_whole_table_only_that_is_told) {
    auto const found = odd_ones(
        {{{change_kind::added, "table public.t", "", ""}, {change_kind::added, "column public.t.x", "", "integer"}},
         {},
         {}}
    );
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].part == "table public.t");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::rehearsal
