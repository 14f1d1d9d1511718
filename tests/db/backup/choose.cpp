#include "shop.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

backup_choice choice(shop const& of, plan_effects const& effects) {
    auto target = of.connect();
    return choose_backup(target, effects, of.directory());
}

std::string policy(shop const& of, plan_effects const& effects) {
    return std::string{name_of(choice(of, effects).policy)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(choosing)

BOOST_AUTO_TEST_CASE(nothing_where_nothing_can_be_lost) {
    shop const of;
    of.run("CREATE TABLE empty (x int); CREATE TABLE emptied AS SELECT 1 AS x; DELETE FROM emptied");
    BOOST_TEST(policy(of, {}) == "none");
    BOOST_TEST(policy(of, {.destroyed = {{"", "empty"}, {"", "not_there"}}, .unknown = {}}) == "none");
    BOOST_TEST(policy(of, {.destroyed = {{"", "emptied"}}, .unknown = {}}) == "none");
    auto target = of.connect();
    BOOST_TEST(has_rows(target));
}

BOOST_AUTO_TEST_CASE(a_database_without_rows_has_nothing_to_lose) {
    temporary_database const empty;
    auto target = database::connect(empty.url());
    target.connection().execute(
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('a')"
    );
    BOOST_TEST(!has_rows(target));
    BOOST_TEST((choose_backup(target, {.destroyed = {}, .unknown = "x"}, "/").policy == backup_policy::none));
}

BOOST_AUTO_TEST_CASE(everything_of_a_small_database_and_where_not_all_is_known) {
    shop const of;
    auto const lost = choice(of, {.destroyed = {{"", "orders"}}, .unknown = {}});
    BOOST_TEST((lost.policy == backup_policy::full));
    BOOST_TEST(lost.reason.find("1 table may be lost") != std::string::npos, lost.reason);
    auto const unknown = choice(of, {.destroyed = {}, .unknown = "revision a1: a function"});
    BOOST_TEST((unknown.policy == backup_policy::full));
    BOOST_TEST(unknown.reason.find("revision a1: a function") != std::string::npos, unknown.reason);
}

BOOST_AUTO_TEST_CASE(a_deletion_reaches_what_its_keys_say) {
    shop const of;
    of.run("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES parent ON DELETE CASCADE); "
           "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1); "
           "CREATE TABLE only_parent (id int PRIMARY KEY); "
           "CREATE TABLE filled (id int REFERENCES only_parent ON DELETE SET NULL); INSERT INTO filled VALUES (NULL)");
    BOOST_TEST(choice(of, {.destroyed = {{"", "parent"}}, .unknown = {}}).reason.find("2 tables") != std::string::npos);
    BOOST_TEST(policy(of, {.destroyed = {{"", "only_parent"}}, .unknown = {}}) == "full");
    BOOST_TEST(policy(of, {.destroyed = {{"app", ""}}, .unknown = {}}) == "full");
}

BOOST_AUTO_TEST_CASE(a_trigger_makes_it_unknown) {
    shop const of;
    of.run("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
           "CREATE TRIGGER t AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION f()");
    auto const made = choice(of, {.destroyed = {{"", "orders"}}, .unknown = {}});
    BOOST_TEST(made.reason.find("a trigger of public.orders") != std::string::npos, made.reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
