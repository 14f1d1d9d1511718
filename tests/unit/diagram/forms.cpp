#include <alembicore/diagram.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::diagram {

namespace {

drawing const people_and_orders{
    .entities =
        {
            {.name = "people",
             .columns =
                 {{.name = "id", .type = "integer", .nullable = false, .primary_key = true},
                  {.name = "full \"name\"", .type = "character varying(80)", .unique = true}},
             .comment = "it's <them>"},
            {.name = "orders",
             .columns =
                 {{.name = "id", .type = "bigint", .nullable = false, .primary_key = true},
                  {.name = "person", .type = "integer", .nullable = false}},
             .comment = {}},
        },
    .relations =
        {
            {.from = "orders",
             .from_columns = {"person"},
             .to = "people",
             .to_columns = {"id"},
             .optional = false,
             .one = false,
             .label = "orders_person_fk"},
            {.from = "people",
             .from_columns = {"id", "full \"name\""},
             .to = "orders",
             .to_columns = {"id", "person"},
             .optional = true,
             .one = true,
             .label = "both"},
        },
};

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(forms)

BOOST_AUTO_TEST_CASE(mermaid_has_words_keys_and_ends) {
    BOOST_TEST(
        mermaid(people_and_orders) == "erDiagram\n"
                                      "  \"people\" {\n"
                                      "    integer id PK, FK\n"
                                      "    character_varying(80) full__name_ FK, UK\n"
                                      "  }\n"
                                      "  \"orders\" {\n"
                                      "    bigint id PK\n"
                                      "    integer person FK\n"
                                      "  }\n"
                                      "  \"people\" ||--o{ \"orders\" : \"orders_person_fk\"\n"
                                      "  \"orders\" |o--o| \"people\" : \"both\"\n"
    );
}

BOOST_AUTO_TEST_CASE(dbml_quotes_names) {
    auto const text = dbml(people_and_orders);
    BOOST_TEST(has(text, "Table \"people\" {\n  \"id\" \"integer\" [pk]\n"));
    BOOST_TEST(has(text, "  \"full \\\"name\\\"\" \"character varying(80)\" [unique]\n  Note: 'it\\'s <them>'\n"));
    BOOST_TEST(has(text, "Ref: \"orders\".\"person\" > \"people\".\"id\"\n"));
    BOOST_TEST(has(text, "Ref: \"people\".(\"id\", \"full \\\"name\\\"\") - \"orders\".(\"id\", \"person\")\n"));
}

BOOST_AUTO_TEST_CASE(dot_escapes_what_html_labels_take_for_markup) {
    auto const text = dot(people_and_orders);
    BOOST_TEST(has(text, "<b>id</b>"));
    BOOST_TEST(has(text, "full &quot;name&quot;"));
    BOOST_TEST(has(text, "\"orders\" -> \"people\" [arrowtail=crowodot, arrowhead=teetee"));
}

BOOST_AUTO_TEST_CASE(nothing_is_drawn_of_nothing) {
    BOOST_TEST(mermaid({}) == "erDiagram\n");
    BOOST_TEST(dbml({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::diagram
