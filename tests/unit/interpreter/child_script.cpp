#include "interpreter/child_script.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::interpreter {

BOOST_AUTO_TEST_SUITE(child_script_text)

BOOST_AUTO_TEST_CASE(the_program_is_compiled_in_whole) {
    auto const text = child_script();
    BOOST_TEST(text.starts_with("# Runs Alembic"));
    BOOST_TEST(text.find("def main(request):") != std::string_view::npos);
    BOOST_TEST(text.ends_with("return status\n"));
}

BOOST_AUTO_TEST_CASE(what_it_is_to_do_is_a_string_of_python) {
    boost::json::object request;
    request["text"] = "a \"quoted\"\nline \\ and größer";
    BOOST_TEST(
        program_text(request).ends_with(R"(sys.exit(main("{\"text\":\"a \\\"quoted\\\"\\nline \\\\ and größer\"}")))"
                                        "\n")
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::interpreter
