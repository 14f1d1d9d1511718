#include "live_project.hpp"

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

live_project::live_project() {
    folder_.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n[alembicore]\nbackup = none\n");
    folder_.write("migrations/env.py", "");
}

live_project& live_project::revision(std::string const& id, std::string const& body) {
    folder_.write(
        "migrations/versions/" + id + ".py",
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '" + id +
            "'\ndown_revision = " + (last_.empty() ? "None" : "'" + last_ + "'") +
            "\n\ndef upgrade():\n    bind = op.get_bind()\n" + indented(body) + "\ndef downgrade():\n    pass\n"
    );
    last_ = id;
    return *this;
}

project live_project::open() const {
    return project::open({.directory = folder_.path()});
}

run_report live_project::upgrade(event_sink sink, run_options const& options) const {
    auto target = database::connect(database_.url());
    migrator running{open(), target, std::move(sink)};
    auto natively = options;
    natively.engine = engine::native;
    return running.upgrade("head", natively);
}

std::string live_project::seen_by(std::string const& body) {
    live_project made;
    made.revision(
        "a",
        "seen = []\n" + body +
            "\nop.execute('CREATE TABLE seen (id serial, value text)')\n"
            "for each in seen:\n"
            "    bind.execute(sa.text('INSERT INTO seen (value) VALUES (:value)'), {'value': str(each)})\n"
    );
    made.upgrade();
    return made.ask("SELECT value FROM seen ORDER BY id");
}

} // namespace alembicore::test
