#include "support/rule_pages.hpp"

#include "base/file.hpp"
#include "parse/statements.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace alembicore::test {

namespace {

namespace fs = std::filesystem;

fs::path const folder_of_pages = fs::path{ALEMBICORE_SOURCE_DIR} / "docs/reference/rules";

rule_page read_page(fs::path const& file) {
    rule_page page;
    page.id = file.stem().string();
    page.text = base::read_file(file);
    std::istringstream lines{page.text};
    rule_examples* section = nullptr;
    std::string* code = nullptr;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# ") && page.heading.empty())
            page.heading = line.substr(2);
        else if (code == nullptr && line.starts_with("## "))
            section = line == "## Bad" ? &page.bad : line == "## Good" ? &page.good : nullptr;
        else if (line == "```")
            code = nullptr;
        else if (section != nullptr && (line == "```sql" || line == "```python"))
            code = &(line == "```sql" ? section->sql : section->python).emplace_back();
        else if (code != nullptr)
            *code += line + "\n";
    }
    return page;
}

std::string indented(std::string const& text) {
    std::string made;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        made += line.empty() ? "\n" : "    " + line + "\n";
    return made;
}

} // namespace

std::vector<rule_page> read_rule_pages() {
    std::vector<rule_page> pages;
    for (auto const& entry : fs::directory_iterator{folder_of_pages})
        if (entry.path().extension() == ".md" && entry.path().stem() != "README")
            pages.push_back(read_page(entry.path()));
    std::ranges::sort(pages, {}, &rule_page::id);
    return pages;
}

std::string read_rule_index() {
    return base::read_file(folder_of_pages / "README.md");
}

rule_project::rule_project() {
    folder_.write(
        "alembic.ini",
        "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n[alembicore]\ntransaction_per_migration = "
        "true\n"
    );
    folder_.write("migrations/env.py", "");
    folder_.write("shop/__init__.py", "");
    folder_.write("shop/models.py", "class Plan:\n    FREE = 'free'\n");
    auto const index = read_rule_index();
    auto const begin = index.find("```python\n") + std::string_view{"```python\n"}.size();
    write_revision(index.substr(begin, index.find("```", begin) - begin));
}

void rule_project::write_revision(std::string const& body) {
    auto const id = "r" + std::to_string(ids_.size());
    std::string text =
        "import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n\n";
    text += "revision = '" + id + "'\ndown_revision = " + (ids_.empty() ? "None" : "'" + ids_.back() + "'") + "\n\n\n";
    text += body.find("def upgrade") == std::string::npos ? "def upgrade():\n" + indented(body) : body;
    if (body.find("def downgrade") == std::string::npos)
        text += "\n\ndef downgrade():\n    raise NotImplementedError('an example')\n";
    folder_.write("migrations/versions/" + id + ".py", text);
    ids_.push_back(id);
}

void rule_project::add_python(std::vector<std::string> const& revisions) {
    for (auto const& each : revisions)
        write_revision(each);
}

void rule_project::add_sql(std::string const& text) {
    std::string body = "with op.get_context().autocommit_block():\n";
    for (auto const& each : parse::parse_statements(text))
        body += "    op.execute(\"\"\"" + std::string{parse::text_of(each, text)} + "\"\"\")\n";
    write_revision(body);
}

project rule_project::open() const {
    settings_request request;
    request.directory = folder_.path();
    return project::open(request);
}

std::string rule_project::rules_found(lint::options const& wanted, database* live) const {
    auto const found = lint::lint_revisions(open(), {ids_.begin() + 1, ids_.end()}, wanted, live);
    std::set<std::string> rules;
    for (auto const& each : found.findings)
        rules.insert(each.rule);
    std::string all;
    for (auto const& each : rules)
        all += (all.empty() ? "" : " ") + each;
    return all;
}

} // namespace alembicore::test
