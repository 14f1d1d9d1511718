// The first revision of a database that has lived without Alembic.
#include "db/catalog/schemas.hpp"
#include "support/error_checks.hpp"
#include "support/server_under_test.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/baseline.hpp>
#include <alembicore/migrator.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace alembicore::test {

namespace {

namespace fs = std::filesystem;

/// A project as `init` makes it, and a database that has a schema.
class legacy_project {
public:
    explicit legacy_project(std::string const& statements) : base_{statements} {
        settings_request request;
        request.directory = folder_.path();
        static_cast<void>(init_project("migrations", "generic", false, request));
    }

    [[nodiscard]] project open() const { return project::open({.directory = folder_.path()}); }

    [[nodiscard]] baseline::report make(baseline::options const& how = {}) {
        return baseline::make(open(), base_.connection(), how);
    }

    [[nodiscard]] std::size_t files() const {
        auto const all = fs::directory_iterator{folder_.path() / "migrations/versions"};
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

    [[nodiscard]] described_database& base() noexcept { return base_; }

    [[nodiscard]] temporary_folder const& folder() const noexcept { return folder_; }

private:
    temporary_folder folder_;
    described_database base_;
};

catalog::snapshot without_version_table(catalog::snapshot read) {
    std::erase_if(read.tables, [](auto const& each) {
        return each.name.object == "alembic_version" || each.name.schema == "alembicore";
    });
    std::erase_if(read.sequences, [](auto const& each) { return each.name.schema == "alembicore"; });
    std::erase_if(read.schemas, [](auto const& each) { return each.name == "alembicore"; });
    return read;
}

} // namespace

BOOST_AUTO_TEST_SUITE(baselines)

BOOST_AUTO_TEST_CASE(a_schema_with_everything_becomes_a_revision) {
    legacy_project project{std::string{every_kind}};
    auto const before = catalog::fingerprint(project.base().read());
    bool const dumped = !pg_dump_of_server().empty();
    auto const made = project.make({.message = "as it was", .id = "a1", .dump = dumped});
    for (auto const& each : made.differences)
        BOOST_TEST_MESSAGE(each.part << ": " << each.before << " | " << each.after);
    for (auto const& each : made.left_over)
        BOOST_TEST_MESSAGE(each.part << ": " << each.before << " | " << each.after);
    BOOST_TEST_MESSAGE(made.text);
    BOOST_TEST(made.differences.empty());
    BOOST_TEST(made.left_over.empty());
    BOOST_REQUIRE(made.written);
    BOOST_TEST(made.path.filename().string() == "a1_as_it_was.py");
    BOOST_TEST(made.fingerprint == before);
    BOOST_TEST(catalog::fingerprint(without_version_table(project.base().read())) == before);
    BOOST_TEST(migrator(project.open(), project.base().connection()).current() == std::vector<std::string>{"a1"});
    if (dumped) {
        BOOST_TEST(made.dump.filename().string() == "a1_as_it_was.sql");
        std::ifstream dump{made.dump};
        std::string const text{std::istreambuf_iterator<char>{dump}, {}};
        BOOST_TEST(text.find("CREATE TABLE shop.people") != std::string::npos);
    }

    described_database fresh;
    migrator running{project.open(), fresh.connection()};
    running.upgrade("head");
    BOOST_TEST(catalog::fingerprint(without_version_table(fresh.read())) == before);
}

BOOST_AUTO_TEST_CASE(what_has_a_directive_is_one) {
    legacy_project project{
        "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE o (id serial PRIMARY KEY);"
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, o integer REFERENCES o, m mood[], at "
        "timestamp(3) with time zone DEFAULT now() NOT NULL); CREATE INDEX t_at ON t (at DESC)"};
    auto const made = project.make({.dump = false});
    BOOST_REQUIRE(made.written);
    BOOST_TEST(made.dump.empty());
    for (auto const* piece :
         {R"(postgresql.ENUM("a", "b", name="mood").create(op.get_bind(), checkfirst=False))",
          R"(sa.Column("id", sa.Integer(), autoincrement=True, nullable=False))",
          R"(sa.PrimaryKeyConstraint("id", name=op.f("o_pkey")))",
          R"(sa.ForeignKeyConstraint(["o"], ["o.id"], name=op.f("t_o_fkey")))",
          R"(sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False))",
          R"(op.create_index(op.f("t_at"), "t", [sa.text("at DESC")], unique=False))",
          R"(postgresql.ARRAY(postgresql.ENUM("a", "b", name="mood", create_type=False)))",
          "from sqlalchemy.dialects import postgresql"})
        BOOST_TEST(made.text.find(piece) != std::string::npos, piece << "\n" << made.text);
    BOOST_TEST(made.text.find("op.execute") == std::string::npos, made.text);
}

BOOST_AUTO_TEST_CASE(one_schema_can_be_chosen) {
    legacy_project project{"CREATE SCHEMA app; CREATE TABLE app.t (x integer); CREATE TABLE other (x integer)"};
    auto const made = project.make({.schemas = {"app"}, .dump = false});
    BOOST_TEST(made.written);
    BOOST_TEST(made.text.find("\"other\"") == std::string::npos);
    BOOST_TEST(made.text.find(R"(schema="app")") != std::string::npos, made.text);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_for_a_trial) {
    legacy_project project{"CREATE TABLE t (x integer)"};
    auto const made = project.make({.effect = baseline::effect::none});
    BOOST_TEST(!made.written);
    BOOST_TEST(made.differences.empty());
    BOOST_TEST(project.files() == 0U);
    BOOST_TEST(migrator(project.open(), project.base().connection()).current().empty());
}

BOOST_AUTO_TEST_CASE(what_would_come_out_otherwise_is_not_written) {
    legacy_project project{"CREATE TABLE t (x integer); CREATE INDEX i ON t (x)"};
    project.base().run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
    auto const made = project.make();
    BOOST_TEST(!made.written);
    BOOST_REQUIRE(made.differences.size() == 1U);
    BOOST_TEST(made.differences[0].part == "index public.t.i");
    BOOST_TEST(project.files() == 0U);
}

BOOST_AUTO_TEST_CASE(a_database_that_has_been_migrated_is_refused) {
    legacy_project project{"CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES "
                           "('b2'); CREATE TABLE t (x integer)"};
    auto const refused = require_error(errc::version_mismatch, [&] { return project.make(); });
    BOOST_TEST(refused.message.find("b2") != std::string::npos);
    BOOST_TEST(refused.remedy.find("--purge") != std::string::npos);
    project.base().run("DELETE FROM alembic_version");
    BOOST_TEST(project.make({.dump = false}).written);
    require_error(errc::bad_usage, [&] { return project.make(); });
}

BOOST_AUTO_TEST_CASE(a_dump_that_cannot_be_made_leaves_nothing_behind) {
    legacy_project project{"CREATE TABLE t (x integer)"};
    require_error(errc::not_available, [&] { return project.make({.programs = "/nowhere"}); });
    BOOST_TEST(project.files() == 0U);
    BOOST_TEST(migrator(project.open(), project.base().connection()).current().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
