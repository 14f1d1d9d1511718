// What alembicore writes, run by the real Alembic.
#include "db/catalog/schemas.hpp"
#include "sample_project.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

std::string address_of(database_url const& url, char const* ampersand = "&") {
    std::string database;
    std::string query;
    for (auto const& [keyword, value] : url.parameters) {
        if (keyword == "dbname")
            database = value;
        if (keyword == "host" || keyword == "port" || keyword == "user")
            query += (query.empty() ? "?" : ampersand) + keyword + '=' + value;
    }
    return "postgresql:///" + database + query;
}

/// Without what the tools keep for themselves.
catalog::snapshot schema_of(temporary_database const& in) {
    auto on = database::connect(in.url());
    auto read = catalog::read(on);
    std::erase_if(read.tables, [](auto const& each) {
        return each.name.object == "alembic_version" || each.name.schema == "alembicore";
    });
    std::erase_if(read.sequences, [](auto const& each) { return each.name.schema == "alembicore"; });
    std::erase_if(read.schemas, [](auto const& each) { return each.name == "alembicore"; });
    return read;
}

std::string told(std::vector<catalog::change> const& changes) {
    std::string text;
    for (auto const& each : changes)
        text += each.part + ": " + each.before + " | " + each.after + '\n';
    return text;
}

class adopted_project {
public:
    adopted_project() : files_{{}} {
        postgres::connection{legacy_.url()}.execute(std::string{every_kind});
        files_.write("alembic.ini", "[alembic]\nscript_location = migrations\n");
        files_.write("new/nothing", "");
        require(files_.run_program({"/bin/sh", "-c", "cd new && exec \"$1\" init migrations", "sh", ALEMBICORE_PROGRAM})
        );
    }

    void require(base::process_result const& ran) const {
        BOOST_REQUIRE_MESSAGE(ran.exit_status == 0, ran.output + ran.error_output);
    }

    [[nodiscard]] base::process_result run(std::string const& program, std::string const& arguments) const {
        return files_.run_program({"/bin/sh", "-c", "cd new && " + program + ' ' + arguments}, {});
    }

    [[nodiscard]] std::string ours(database_url const& on) const {
        return "'" ALEMBICORE_PROGRAM "' --database-url '" + address_of(on) + "'";
    }

    /// Alembic takes the address from its file.
    [[nodiscard]] std::string alembic(database_url const& on) const {
        return "sed -i 's|^sqlalchemy.url = .*|sqlalchemy.url = " + address_of(on, "\\&") + "|' alembic.ini && '" +
               ALEMBICORE_TEST_PYTHON "' -m alembic";
    }

    [[nodiscard]] temporary_database const& legacy() const noexcept { return legacy_; }

private:
    sample_project files_;
    temporary_database legacy_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(written_for_alembic)

BOOST_AUTO_TEST_CASE(a_baseline_is_the_same_schema_to_alembic) {
    adopted_project const project;
    project.require(project.run(project.ours(project.legacy().url()), "baseline -m legacy --rev-id a1 -q"));
    temporary_database const fresh;
    auto const empty = schema_of(fresh);
    auto const alembic = project.alembic(fresh.url());
    project.require(project.run(alembic, "upgrade head"));
    BOOST_TEST(told(catalog::difference(schema_of(project.legacy()), schema_of(fresh))) == "");
    auto const script = project.run(alembic, "upgrade head --sql");
    project.require(script);
    auto const own = project.run(project.ours(fresh.url()), "upgrade head --sql");
    project.require(own);
    BOOST_TEST(own.output == script.output);
    project.require(project.run(alembic, "downgrade base"));
    BOOST_TEST(told(catalog::difference(empty, schema_of(fresh))) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
