#include "rehearsed_project.hpp"

#include <sstream>

namespace alembicore::test {

namespace {

std::string indented(std::string const& body) {
    std::istringstream lines{body};
    std::string text;
    for (std::string line; std::getline(lines, line);)
        text += "    " + line + "\n";
    return text;
}

} // namespace

rehearsed_project::rehearsed_project() {
    folder_.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n");
    folder_.write("migrations/env.py", "");
}

rehearsed_project&
rehearsed_project::revision(std::string const& id, std::string const& upgrade, std::string const& downgrade) {
    folder_.write(
        "migrations/versions/" + id + ".py",
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '" + id +
            "'\ndown_revision = " + (last_.empty() ? "None" : "'" + last_ + "'") + "\n\ndef upgrade():\n" +
            indented(upgrade) + "\ndef downgrade():\n" + indented(downgrade)
    );
    last_ = id;
    return *this;
}

project rehearsed_project::open() const {
    return project::open({.directory = folder_.path()});
}

void rehearsed_project::upgrade(std::string const& target) const {
    auto on = database::connect(database_.url());
    migrator{open(), on}.upgrade(target);
}

rehearsal::report rehearsed_project::rehearse_upgrade(rehearsal::options const& how) const {
    auto on = database::connect(database_.url());
    auto const opened = open();
    auto const rows = migrator{opened, on}.current();
    return rehearsal::rehearse(opened, on, plan_upgrade(opened.graph(), "head", rows), how);
}

rehearsal::report
rehearsed_project::rehearse_downgrade(std::string const& target, rehearsal::options const& how) const {
    auto on = database::connect(database_.url());
    auto const opened = open();
    auto const rows = migrator{opened, on}.current();
    return rehearsal::rehearse(opened, on, plan_downgrade(opened.graph(), target, rows), how);
}

std::string rehearsed_project::everything() const {
    auto on = database::connect(database_.url());
    auto const read = catalog::read(on);
    auto text = catalog::fingerprint(read);
    for (auto const& each : read.tables)
        text += '\n' + each.name.object + ": " + ask("SELECT t::text FROM " + each.name.object + " AS t ORDER BY 1");
    for (auto const& each : read.sequences)
        text += '\n' + each.name.object + ": " + ask("SELECT last_value || ' ' || is_called FROM " + each.name.object);
    return text + '\n' + ask("SELECT datname FROM pg_database ORDER BY 1") + '\n' +
           ask("SELECT relfilenode FROM pg_class WHERE oid >= 16384 ORDER BY oid");
}

} // namespace alembicore::test
