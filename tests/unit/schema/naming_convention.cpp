#include "schema/naming_convention.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::schema {

namespace {

named_object foreign_key_of_orders() {
    named_object object;
    object.kind = "fk";
    object.table = {.name = {"orders", {}}, .schema = identifier{"shop.eu", {}}};
    object.columns = {{"customer_id", {}}, {"tenant", {}}};
    object.referred_table = identifier{"customers", {}};
    object.referred_columns = {{"id", {}}, {"tenant_id", {}}};
    return object;
}

} // namespace

BOOST_AUTO_TEST_SUITE(naming)

BOOST_AUTO_TEST_CASE(tokens_are_filled_from_the_object) {
    struct {
        std::string pattern;
        std::string expected;
    } const rows[] = {
        {"fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "fk_orders_customer_id_customers"},
        {"%(column_1_key)s%%", "tenant%"},
        {"%(column_0_label)s", "shop_eu_orders_customer_id"},
        {"%(column_0N_name)s", "customer_idtenant"},
        {"%(column_0_N_name)s", "customer_id_tenant"},
        {"%(referred_column_0_N_name)s", "id_tenant_id"},
        {"%(column_7_name)s", ""},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.pattern) {
            auto const name = apply_convention({{"fk", row.pattern}}, foreign_key_of_orders(), std::nullopt);
            BOOST_REQUIRE(name.has_value());
            BOOST_TEST(name->name.text == row.expected);
            BOOST_TEST((name->origin == name_origin::generated));
        }
}

BOOST_AUTO_TEST_CASE(a_written_name_changes_only_where_the_convention_asks_for_it) {
    object_name const given{.name = {"positive", {}}};
    named_object check;
    check.kind = "ck";
    check.table.name = {"t", {}};
    BOOST_TEST(apply_convention({{"ck", "ck_%(table_name)s"}}, check, given)->name.text == "positive");
    BOOST_TEST(
        apply_convention({{"ck", "ck_%(table_name)s_%(constraint_name)s"}}, check, given)->name.text == "ck_t_positive"
    );
    object_name const final_name{.name = {"positive", {}}, .origin = name_origin::generated};
    BOOST_TEST(apply_convention({{"ck", "ck_%(constraint_name)s"}}, check, final_name)->name.text == "positive");
}

BOOST_AUTO_TEST_CASE(what_a_template_cannot_know_is_an_error) {
    named_object check;
    check.kind = "ck";
    test::require_error(errc::python_exception, [&] {
        return apply_convention({{"ck", "%(constraint_name)s"}}, check, std::nullopt);
    });
    test::require_error(errc::not_evaluable, [&] {
        return apply_convention({{"ck", "%(hash_of_everything)s"}}, check, std::nullopt);
    });
}

BOOST_AUTO_TEST_CASE(indexes_have_a_convention_of_their_own_where_there_is_none) {
    BOOST_TEST(*with_default_index_name({}).find("ix") == "ix_%(column_0_label)s");
    BOOST_TEST(with_default_index_name({{"pk", "p"}}).find("ix") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_convention_that_is_not_known_stops_what_it_would_name) {
    naming_convention unknown;
    unknown.unknown_because = "it is the application's";
    object_name const written{.name = {"given", {}}};
    object_name const final_name{.name = {"given", {}}, .origin = name_origin::generated};
    named_object key;
    key.kind = "pk";
    named_object check;
    check.kind = "ck";

    test::require_error(errc::not_evaluable, [&] { return apply_convention(unknown, key, std::nullopt); });
    test::require_error(errc::not_evaluable, [&] { return apply_convention(unknown, check, written); });
    BOOST_CHECK(apply_convention(unknown, key, written) == written);
    BOOST_CHECK(apply_convention(unknown, check, final_name) == final_name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::schema
