#include "operation/json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::operation {

BOOST_AUTO_TEST_SUITE(operation_json)

BOOST_AUTO_TEST_CASE(an_operation_says_its_name_and_what_is_not_at_its_default) {
    schema::column id;
    id.name.text = "id";
    id.type = {.keyword = "INTEGER", .family = schema::type_family::integer};
    id.nullable = false;
    create_table created;
    created.place = {.file = "a.py", .line = 3, .column = 5, .excerpt = "op.create_table("};
    created.table.name = {.name = {"users", {}}, .schema = schema::identifier{"app", {}}};
    created.table.columns = {id};
    created.table.constraints = {schema::primary_key{.columns = {{"id", {}}}}};
    BOOST_TEST(
        boost::json::serialize(to_json(created)) ==
        R"({"op":"create_table","table":{"name":{"name":"users","schema":"app"},"columns":[{"name":"id",)"
        R"("type":{"keyword":"INTEGER","family":"integer","dimensions":1}}],"constraints":[{"columns":["id"],)"
        R"("checked":{}}],"options":{}},"if_not_exists":"required","place":{"file":"a.py","line":3,"column":5}})"
    );
}

BOOST_AUTO_TEST_CASE(a_change_of_a_default_shows_what_becomes_of_it) {
    alter_column changed;
    changed.table.name.text = "t";
    changed.column.text = "c";
    changed.nullable = false;
    changed.default_value = set_default{schema::sql_text("now()")};
    auto const shown = to_json(changed);
    BOOST_TEST(shown.at("nullable").as_bool() == false);
    BOOST_TEST(shown.at("default_value").at("value").at("text").as_string() == "now()");
    BOOST_TEST(!shown.as_object().contains("new_name"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::operation
