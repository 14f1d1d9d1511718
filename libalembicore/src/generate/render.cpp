#include "generate/render.hpp"

#include "authoring/sql_argument.hpp"
#include "generate/render_items.hpp"
#include "python/text.hpp"

#include <boost/algorithm/string/join.hpp>

#include <algorithm>
#include <iterator>

namespace alembicore::generate {

namespace {

using boost::algorithm::join;
using python::quote_text;

constexpr std::size_t most_arguments = 255; ///< of a call, for old releases of Python

std::string optional_text(std::optional<std::string> const& text) {
    return text ? quote_text(*text) : "None";
}

std::string schema_argument(std::optional<std::string> const& schema) {
    return schema ? ", schema=" + quote_text(*schema) : "";
}

/// The calls for one table, outside or inside of a batch.
class table_calls {
public:
    table_calls(table_name const& table, block_style style)
        : table_{table}, in_batch_{style == block_style::batch}, prefix_{in_batch_ ? "batch_op." : "op."} {}

    [[nodiscard]] std::string operator()(add_column const& added) const {
        return prefix_ + "add_column(" + table_argument() + render_column(added.made) + schema() + ')';
    }

    [[nodiscard]] std::string operator()(drop_column const& dropped) const {
        return prefix_ + "drop_column(" + table_argument() + quote_text(dropped.gone.name) + schema() + ')';
    }

    [[nodiscard]] std::string operator()(alter_column const& altered) const {
        auto text = prefix_ + "alter_column(" + table_argument() + quote_text(altered.name);
        auto const add = [&](std::string const& name, std::string const& value) {
            text += ",\n" + std::string(11, ' ') + name + '=' + value;
        };
        auto const truth = [](bool value) { return std::string{value ? "True" : "False"}; };
        add("existing_type", altered.existing_type.python);
        if (altered.default_value)
            add("server_default", render_default(*altered.default_value));
        if (altered.type)
            add("type_", altered.type->python);
        if (altered.nullable)
            add("nullable", truth(*altered.nullable));
        if (altered.comment)
            add("comment", optional_text(*altered.comment));
        if (altered.existing_comment)
            add("existing_comment", quote_text(*altered.existing_comment));
        if (!altered.nullable)
            add("existing_nullable", truth(altered.existing_nullable));
        if (!altered.autoincrement.empty())
            add("autoincrement", altered.autoincrement);
        if (!altered.default_value && altered.existing_default)
            add("existing_server_default", render_default(altered.existing_default));
        if (table_.schema && !in_batch_)
            add("schema", quote_text(*table_.schema));
        return text + ')';
    }

    [[nodiscard]] std::string operator()(create_index const& created) const {
        auto const& index = created.made;
        auto text = prefix_ + "create_index(" + render_name(index.name, prefix_) + ", " + table_argument() + '[' +
                    join(index.elements, ", ") + "], unique=" + (index.unique ? "True" : "False") + schema();
        return text + options(index.options) + ')';
    }

    [[nodiscard]] std::string operator()(drop_index const& dropped) const {
        auto text = prefix_ + "drop_index(" + render_name(dropped.gone.name, prefix_);
        if (!in_batch_)
            text += ", table_name=" + quote_text(table_.name);
        return text + schema() + options(dropped.gone.options) + ')';
    }

    [[nodiscard]] std::string operator()(add_constraint const& added) const {
        return std::visit([&](auto const& chosen) { return create(chosen); }, added.made);
    }

    [[nodiscard]] std::string operator()(drop_constraint const& dropped) const {
        auto const name = std::visit([](auto const& chosen) { return chosen.name; }, dropped.gone);
        static constexpr std::string_view kinds[] = {"unique", "foreignkey", "check"};
        auto text = prefix_ + "drop_constraint(" + render_name(name, prefix_);
        if (!in_batch_)
            text += ", " + quote_text(table_.name);
        return text + schema() + ", type_='" + std::string{kinds[dropped.gone.index()]} + "')";
    }

    [[nodiscard]] std::string operator()(change_table_comment const& changed) const {
        auto text = prefix_ + (changed.comment ? "create_table_comment(\n" : "drop_table_comment(\n");
        auto const indentation = std::string(4, ' ');
        if (!in_batch_)
            text += indentation + quote_text(table_.name) + ",\n";
        if (changed.comment)
            text += indentation + quote_text(*changed.comment) + ",\n";
        text += indentation + "existing_comment=" + optional_text(changed.existing);
        if (!in_batch_)
            text += ",\n" + indentation + "schema=" + optional_text(table_.schema);
        return text + "\n)";
    }

private:
    [[nodiscard]] std::string table_argument() const { return in_batch_ ? "" : quote_text(table_.name) + ", "; }

    [[nodiscard]] std::string schema() const { return in_batch_ ? "" : schema_argument(table_.schema); }

    [[nodiscard]] static std::string options(std::vector<std::string> const& given) {
        return given.empty() ? "" : ", " + join(given, ", ");
    }

    [[nodiscard]] std::string create(unique_key const& key) const {
        std::vector<std::string> named;
        std::vector<std::string> dialect;
        for (auto const& each : key.options)
            (each.starts_with("postgresql_") ? dialect : named).push_back(each);
        return prefix_ + "create_unique_constraint(" + render_name(key.name, prefix_) + ", " + table_argument() +
               render_names(key.columns) + options(named) + schema() + options(dialect) + ')';
    }

    [[nodiscard]] std::string create(foreign_key const& key) const {
        std::vector<std::string> arguments;
        auto const add = [&](std::string const& name, std::optional<std::string> const& text) {
            if (text && !text->empty())
                arguments.push_back(name + '=' + quote_text(*text));
        };
        if (!in_batch_)
            add("source_schema", table_.schema);
        add("referent_schema", key.referred_schema);
        std::ranges::move(render_rules(key), std::back_inserter(arguments));
        return prefix_ + "create_foreign_key(" + render_name(key.name, prefix_) + ", " + table_argument() +
               quote_text(key.referred_table) + ", " + render_names(key.columns) + ", " +
               render_names(key.referred_columns) + options(arguments) + ')';
    }

    [[nodiscard]] std::string create(check const& condition) const {
        return prefix_ + "create_check_constraint(" + render_name(condition.name, prefix_) + ", " + table_argument() +
               quote_text(authoring::escaped_sql(condition.sql)) + schema() + ')';
    }

    table_name const& table_;
    bool in_batch_;
    std::string prefix_;
};

std::string create_text(table const& made) {
    std::vector<std::string> items;
    for (auto const& each : made.columns)
        items.push_back(render_column(each));
    std::vector<std::string> constraints = made.exclusions;
    if (made.key && !made.key->columns.empty())
        constraints.push_back(render_item(*made.key));
    auto const add = [&](auto const& several) {
        for (auto const& each : several)
            constraints.push_back(render_item(each));
    };
    add(made.unique);
    add(made.foreign_keys);
    add(made.checks);
    std::ranges::sort(constraints);
    std::ranges::move(constraints, std::back_inserter(items));
    auto list = join(items, ",\n");
    if (items.size() > most_arguments)
        list = "*[" + list + ']';
    auto text = "op.create_table(" + quote_text(made.name) + ",\n" + list;
    if (made.schema)
        text += ",\nschema=" + quote_text(*made.schema);
    if (made.comment && !made.comment->empty())
        text += ",\ncomment=" + quote_text(*made.comment);
    for (auto const& each : made.options)
        text += ",\n" + each;
    return text + "\n)";
}

/// Lines of a body, without its indentation.
class body {
public:
    explicit body(block_style style) : style_{style} {}

    void operator()(create_table const& created) { calls_.push_back(create_text(created.made)); }

    void operator()(drop_table const& dropped) {
        calls_.push_back("op.drop_table(" + quote_text(dropped.gone.name) + schema_argument(dropped.gone.schema) + ')');
    }

    void operator()(modify_table const& modified) {
        if (modified.changes.empty())
            return;
        table_calls const write{modified.table, style_};
        bool const in_batch = style_ == block_style::batch;
        if (in_batch)
            calls_.push_back(
                "with op.batch_alter_table(" + quote_text(modified.table.name) +
                ", schema=" + optional_text(modified.table.schema) + ") as batch_op:"
            );
        for (auto const& each : modified.changes)
            calls_.push_back((in_batch ? "    " : "") + std::visit(write, each));
        if (in_batch)
            calls_.emplace_back();
    }

    [[nodiscard]] std::vector<std::string> take() && { return std::move(calls_); }

private:
    block_style style_;
    std::vector<std::string> calls_;
};

std::vector<std::string> lines_of(std::vector<change> const& changes, block_style style) {
    body made{style};
    for (auto const& each : changes)
        std::visit([&](auto const& chosen) { made(chosen); }, each);
    return std::move(made).take();
}

/// Four spaces before each line but the first; none at the end of a line.
std::string indented(std::string const& text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        while (!line.empty() && line.back() == ' ')
            line.pop_back();
        made += (at == 0 ? "" : "\n") + (line.empty() || at == 0 ? line : "    " + line);
        at = end + 1;
    }
    return made;
}

/// What the types of these changes need.
class needs {
public:
    void operator()(create_table const& created) { take(created.made); }

    void operator()(drop_table const&) {}

    void operator()(modify_table const& modified) {
        for (auto const& each : modified.changes) {
            if (auto const* added = std::get_if<add_column>(&each))
                take(added->made.type);
            if (auto const* altered = std::get_if<alter_column>(&each)) {
                take(altered->existing_type);
                if (altered->type)
                    take(*altered->type);
            }
        }
    }

    [[nodiscard]] std::string lines() const { return needed_.lines(); }

private:
    void take(table const& made) {
        for (auto const& each : made.columns)
            take(each.type);
        needed_.postgresql = needed_.postgresql || !made.exclusions.empty();
    }

    void take(column_type const& type) {
        needed_.postgresql = needed_.postgresql || type.needed.postgresql;
        needed_.named_type = needed_.named_type || type.needed.named_type;
    }

    authoring::modules_needed needed_;
};

} // namespace

std::string render_body(std::vector<change> const& changes, block_style style) {
    auto lines = lines_of(changes, style);
    if (lines.empty())
        lines.emplace_back("pass");
    lines.insert(lines.begin(), "# ### commands auto generated by Alembic - please adjust! ###");
    lines.emplace_back("# ### end Alembic commands ###");
    return indented(join(lines, "\n"));
}

std::string render_imports(std::vector<change> const& upgrade, std::vector<change> const& downgrade) {
    needs of;
    for (auto const* changes : {&upgrade, &downgrade})
        for (auto const& each : *changes)
            std::visit([&](auto const& chosen) { of(chosen); }, each);
    return of.lines();
}

std::vector<std::string> render_calls(std::vector<change> const& changes) {
    return lines_of(changes, block_style::plain);
}

} // namespace alembicore::generate
