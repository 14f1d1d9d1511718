#include <alembicore/json.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore {

namespace {

std::string text_of(boost::json::value const& value) {
    return boost::json::serialize(value);
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_of_public_values)

BOOST_AUTO_TEST_CASE(a_plan_has_the_documented_shape) {
    plan decided;
    decided.from = {"a"};
    decided.target = "head";
    decided.heads_after = {"b"};
    decided.steps = {
        {.kind = direction::upgrade,
         .revision = "b",
         .from = {"a"},
         .to = {"b"},
         .path = "/p/b.py",
         .doc = "second",
         .version_rows = {{row_change_kind::update_row, "a", "b"}}}};
    BOOST_TEST(
        text_of(to_json(decided)) ==
        R"({"direction":"upgrade","from":["a"],"target":"head","steps":[{"revision":"b","kind":"upgrade",)"
        R"("path":"/p/b.py","doc":"second","version_rows":[{"kind":"update","from":"a","to":"b"}]}],)"
        R"("heads_after":["b"],"warnings":[]})"
    );
}

BOOST_AUTO_TEST_CASE(the_missing_end_of_a_row_change_is_null) {
    plan decided;
    decided.steps.emplace_back();
    decided.steps[0].version_rows = {{row_change_kind::insert_row, {}, "b"}, {row_change_kind::delete_row, "a", {}}};
    auto const rows = to_json(decided).at("steps").at(0).at("version_rows");
    BOOST_TEST(text_of(rows) == R"([{"kind":"insert","from":null,"to":"b"},{"kind":"delete","from":"a","to":null}])");
}

BOOST_AUTO_TEST_CASE(an_error_names_its_code_and_shows_absent_parts_as_null) {
    error_info info;
    info.code = errc::unknown_parent;
    info.message = "no 'é'";
    BOOST_TEST(
        text_of(to_json(info)) ==
        R"({"code":"unknown_parent","message":"no 'é'","reason":"","remedy":"","place":null,"revision":"",)"
        R"("statement":"","traceback":"","server":null,"database_state":"","connection_usable":true,"retryable":false})"
    );
    info.place = source_place{.file = "a.py", .line = 3, .column = 4, .excerpt = "x = 1"};
    BOOST_TEST(text_of(to_json(info).at("place")) == R"({"file":"a.py","line":3,"column":4,"excerpt":"x = 1"})");
}

BOOST_AUTO_TEST_CASE(a_diagnostic_names_its_severity) {
    diagnostic finding;
    finding.severity = severity::warning;
    BOOST_TEST(to_json(finding).at("severity").as_string() == "warning");
}

BOOST_AUTO_TEST_CASE(every_event_says_which_it_is) {
    struct {
        char const* name;
        event happened;
    } const cases[] = {
        {"plan_made", plan_made{}},
        {"engine_chosen", engine_chosen{}},
        {"python_started", python_started{}},
        {"lock_awaited", lock_awaited{}},
        {"blocked", blocked{}},
        {"retry_awaited", retry_awaited{}},
        {"finding_made", finding_made{}},
        {"backup_chosen", backup_chosen{}},
        {"backup_progress", backup_progress{}},
        {"backup_made", backup_made{}},
        {"step_started", step_started{}},
        {"statement_started", statement_started{}},
        {"notice_received", notice_received{}},
        {"log_received", log_received{}},
        {"step_done", step_done{}},
        {"run_done", run_done{}},
    };

    for (auto const& [name, happened] : cases)
        BOOST_TEST(to_json(happened).at("event").as_string() == name);
}

BOOST_AUTO_TEST_CASE(the_chosen_engine_says_what_needs_it) {
    engine_chosen chosen;
    chosen.engine = engine::python;
    chosen.reason = "no";
    chosen.revision = "a";
    BOOST_TEST(
        text_of(to_json(event{chosen})) ==
        R"({"event":"engine_chosen","engine":"python","reason":"no","revision":"a","construct":null})"
    );
}

BOOST_AUTO_TEST_CASE(durations_carry_their_unit) {
    event const happened = run_done{.steps = 2, .elapsed = std::chrono::milliseconds{3}};
    BOOST_TEST(text_of(to_json(happened)) == R"({"event":"run_done","steps":2,"elapsed_us":3000})");
}

BOOST_AUTO_TEST_CASE(paths_are_text) {
    cluster_status status;
    status.directory = "/data/cluster";
    BOOST_TEST(
        text_of(to_json(status)) ==
        R"({"directory":"/data/cluster","exists":false,"running":false,"port":0,"server_version":"","url":""})"
    );
}

BOOST_AUTO_TEST_CASE(operations_of_an_inspection_are_passed_through) {
    inspection seen;
    seen.revision = "a";
    seen.upgrade.operations = {{{"op", "drop_table"}}};
    seen.downgrade.refusal = error_info{};
    auto const value = to_json(seen);
    BOOST_TEST(
        text_of(value.at("upgrade")) ==
        R"({"evaluation":"native","operations":[{"op":"drop_table"}],"sql":[],"refusal":null})"
    );
    BOOST_TEST(value.at("downgrade").at("refusal").at("code").as_string() == "internal");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
