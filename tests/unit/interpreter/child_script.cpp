#include "interpreter/child_script.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::interpreter {

BOOST_AUTO_TEST_SUITE(child_script_text)

BOOST_AUTO_TEST_CASE(the_programs_are_compiled_in_whole) {
    BOOST_TEST(run_alembic_py().starts_with("# Runs Alembic"));
    BOOST_TEST(run_alembic_py().find("def main(request, ") != std::string_view::npos);
    BOOST_TEST(run_alembic_py().ends_with("return status\n"));
    BOOST_TEST(mapped_models_py().starts_with("# What SQLAlchemy's mapper says"));
    BOOST_TEST(read_models_py().ends_with("return 0\n"));
}

BOOST_AUTO_TEST_CASE(what_it_is_to_do_is_a_string_of_python) {
    boost::json::object request;
    request["text"] = "a \"quoted\"\nline \\ and größer";
    BOOST_TEST(program_text(program::run_alembic, request)
                   .ends_with(R"(sys.exit(main("{\"text\":\"a \\\"quoted\\\"\\nline \\\\ and größer\"}")))"
                              "\n"));
}

BOOST_AUTO_TEST_CASE(models_are_read_by_functions_behind_those_that_run_alembic) {
    auto const text = program_text(program::read_models, {});
    BOOST_TEST(text.starts_with(run_alembic_py()));
    BOOST_TEST(text.ends_with(", find_sqlalchemy, read_models))\n"));
    BOOST_TEST(text.find("mapped_models\\\":") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::interpreter
