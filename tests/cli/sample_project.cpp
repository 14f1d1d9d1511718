#include "sample_project.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace alembicore::test {

namespace {

constexpr std::string_view configuration = "[alembic]\nscript_location = %(here)s/migrations\n";

constexpr std::string_view environment_script = R"(from alembic import context

context.configure(
    url="postgresql://nobody@127.0.0.1:1/nothing", literal_binds=True, dialect_opts={"paramstyle": "named"}
)
with context.begin_transaction():
    context.run_migrations()
)";

constexpr std::string_view revision_template = R"("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
)";

std::string render(sample_revision const& one) {
    std::string text = one.doc.empty() ? "" : "\"\"\"" + one.doc + "\"\"\"\n";
    text += "import sqlalchemy as sa\nfrom alembic import op\n\n";
    text += "revision = '" + one.id + "'\ndown_revision = " + one.down_revision +
            "\nbranch_labels = " + one.branch_labels + "\ndepends_on = " + one.depends_on + "\n\n\n";
    return text + "def upgrade():\n    " + one.upgrade + "\n\n\ndef downgrade():\n    " + one.downgrade + "\n";
}

} // namespace

sample_project::sample_project(std::vector<sample_revision> const& revisions) {
    write("alembic.ini", configuration);
    write("migrations/env.py", environment_script);
    write("migrations/script.py.mako", revision_template);
    std::filesystem::create_directories(path() / "migrations/versions");
    for (auto const& one : revisions)
        write(file_of(one.id).lexically_relative(path()), render(one));
}

std::filesystem::path sample_project::file_of(std::string const& id) const {
    return path() / "migrations/versions" / (id + ".py");
}

base::process_result
sample_project::run(std::vector<std::string> arguments, std::map<std::string, std::string> environment) const {
    std::vector<std::string> words{ALEMBICORE_PROGRAM};
    std::ranges::move(arguments, std::back_inserter(words));
    return run_program(std::move(words), std::move(environment));
}

base::process_result
sample_project::run_program(std::vector<std::string> words, std::map<std::string, std::string> environment) const {
    base::process_request request;
    request.arguments = std::move(words);
    request.directory = path();
    environment.try_emplace("PATH", "/usr/bin:/bin");
    environment.try_emplace("HOME", path().string());
    request.environment = std::move(environment);
    request.timeout = std::chrono::seconds{60};
    return base::run_process(request);
}

std::vector<sample_revision> branched_history() {
    return {
        {.id = "a1", .doc = "first\n\nRevision ID: a1\nRevises:\n"},
        {.id = "a2", .down_revision = "'a1'", .doc = "\nsecond line\nof two\n\nmore\n"},
        {.id = "b1", .down_revision = "'a2'", .doc = "left", .branch_labels = "('left',)"},
        {.id = "c1", .down_revision = "'a2'", .doc = "", .branch_labels = "'right'"},
        {.id = "c2", .down_revision = "'c1'", .doc = "  padded  "},
        {.id = "m1", .down_revision = "('b1', 'c2')", .doc = "both, with a comma"},
        {.id = "d1", .down_revision = "None", .doc = "apart", .branch_labels = "('side',)", .depends_on = "'b1'"},
        {.id = "d2", .down_revision = "'d1'", .doc = "größer"},
        {.id = "e1", .down_revision = "'m1'", .doc = "needed by f1"},
        {.id = "f1", .down_revision = "'m1'", .doc = "needs e1", .depends_on = "'e1'"},
    };
}

std::vector<sample_revision> two_tables() {
    return {
        {.id = "t1",
         .doc = "one table",
         .upgrade = "op.create_table('one', sa.Column('id', sa.Integer(), nullable=False))",
         .downgrade = "op.drop_table('one')"},
        {.id = "t2",
         .down_revision = "'t1'",
         .doc = "another",
         .upgrade = "op.create_table('two', sa.Column('id', sa.Integer(), nullable=False))",
         .downgrade = "op.drop_table('two')"},
    };
}

std::vector<sample_revision> with_a_concurrent_index() {
    auto revisions = two_tables();
    revisions.push_back(
        {.id = "t3",
         .down_revision = "'t2'",
         .doc = "an index",
         .upgrade = "with op.get_context().autocommit_block():\n"
                    "        op.create_index('by_id', 'one', ['id'], postgresql_concurrently=True)",
         .downgrade = "op.drop_index('by_id', 'one')"}
    );
    return revisions;
}

} // namespace alembicore::test
