#include "project/engine.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

error_info failure_in_line(unsigned line, errc code) {
    error_info failure;
    failure.code = code;
    failure.revision = "a1";
    failure.place = source_place{.file = "a1.py", .line = line, .column = 1, .excerpt = {}};
    return failure;
}

error_info slip_in_line(unsigned line) {
    auto refusal = failure_in_line(line, errc::not_evaluable);
    refusal.message = "'alembic.op.drop_colum' is not known";
    refusal.remedy = "did you mean 'drop_column'? If not, run this revision with Python";
    return refusal;
}

} // namespace

BOOST_AUTO_TEST_SUITE(choice_of_the_engine)

BOOST_AUTO_TEST_CASE(why_python_is_needed_tells_what_may_have_been_meant) {
    auto const why = project_engine::python_because(slip_in_line(8));
    BOOST_TEST(why.reason == "'alembic.op.drop_colum' is not known: did you mean 'drop_column'?");
    auto refusal = slip_in_line(8);
    refusal.remedy = "write the type out";
    BOOST_TEST(project_engine::python_because(refusal).reason == "'alembic.op.drop_colum' is not known");
}

BOOST_AUTO_TEST_CASE(a_name_that_python_does_not_know_either_is_a_slip) {
    auto const why = project_engine::python_because(slip_in_line(8));
    auto there = failure_in_line(8, errc::python_exception);
    project_engine::explain_slip(there, why);
    BOOST_TEST(there.remedy == "did you mean 'drop_column'?");
    auto elsewhere = failure_in_line(9, errc::python_exception);
    project_engine::explain_slip(elsewhere, why);
    BOOST_TEST(elsewhere.remedy == "");
    auto of_the_server = failure_in_line(8, errc::statement_failed);
    project_engine::explain_slip(of_the_server, why);
    BOOST_TEST(of_the_server.remedy == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
