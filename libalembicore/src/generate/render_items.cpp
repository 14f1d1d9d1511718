#include "generate/render_items.hpp"

#include "authoring/sql_argument.hpp"
#include "python/text.hpp"

#include <boost/algorithm/string/join.hpp>

#include <iterator>

namespace alembicore::generate {

using boost::algorithm::join;
using python::quote_text;

std::string render_name(std::optional<schema::object_name> const& name, std::string const& prefix) {
    if (!name)
        return "None";
    auto const text = quote_text(name->name.text);
    return name->origin == schema::name_origin::generated ? prefix + "f(" + text + ')' : text;
}

std::string render_names(std::vector<std::string> const& names) {
    std::vector<std::string> quoted;
    for (auto const& each : names)
        quoted.push_back(quote_text(each));
    return '[' + join(quoted, ", ") + ']';
}

std::string render_default(std::optional<server_default> const& of) {
    return of ? of->python : "None";
}

std::string render_column(column const& of) {
    std::vector<std::string> arguments{quote_text(of.name), of.type.python};
    if (of.default_value)
        arguments.push_back(
            (of.default_value->kind == default_kind::value ? "server_default=" : "") + of.default_value->python
        );
    if (!of.autoincrement.empty())
        arguments.push_back("autoincrement=" + of.autoincrement);
    arguments.push_back(std::string{"nullable="} + (of.nullable ? "True" : "False"));
    if (of.comment && !of.comment->empty())
        arguments.push_back("comment=" + quote_text(*of.comment));
    return "sa.Column(" + join(arguments, ", ") + ')';
}

std::string render_item(primary_key const& key) {
    std::vector<std::string> arguments;
    for (auto const& each : key.columns)
        arguments.push_back(quote_text(each));
    if (key.name)
        arguments.push_back("name=" + render_name(key.name, "op."));
    return "sa.PrimaryKeyConstraint(" + join(arguments, ", ") + ')';
}

std::string render_item(unique_key const& key) {
    std::vector<std::string> arguments;
    for (auto const& each : key.columns)
        arguments.push_back(quote_text(each));
    std::vector<std::string> dialect;
    for (auto const& each : key.options)
        (each.starts_with("postgresql_") ? dialect : arguments).push_back(each);
    if (key.name)
        arguments.push_back("name=" + render_name(key.name, "op."));
    arguments.insert(arguments.end(), dialect.begin(), dialect.end());
    return "sa.UniqueConstraint(" + join(arguments, ", ") + ')';
}

std::vector<std::string> render_rules(foreign_key const& key) {
    std::vector<std::string> rules;
    auto const add = [&](std::string const& name, std::string const& text) {
        if (!text.empty())
            rules.push_back(name + '=' + quote_text(text));
    };
    add("onupdate", key.on_update);
    add("ondelete", key.on_delete);
    add("initially", key.initially);
    if (key.deferrable)
        rules.emplace_back("deferrable=True");
    if (key.use_alter)
        rules.emplace_back("use_alter=True");
    add("match", key.match);
    return rules;
}

std::string render_item(foreign_key const& key) {
    auto const table = key.referred_schema ? *key.referred_schema + '.' + key.referred_table : key.referred_table;
    std::vector<std::string> referred;
    for (auto const& each : key.referred_columns)
        referred.push_back(table + '.' + each);
    auto options = render_rules(key);
    if (key.name)
        options.insert(options.begin(), "name=" + render_name(key.name, "op."));
    return "sa.ForeignKeyConstraint(" + render_names(key.columns) + ", " + render_names(referred) + ", " +
           join(options, ", ") + ')';
}

std::string render_item(check const& condition) {
    auto text = "sa.CheckConstraint(" + quote_text(authoring::escaped_sql(condition.sql));
    if (condition.name)
        text += ", name=" + render_name(condition.name, "op.");
    return text + ')';
}

} // namespace alembicore::generate
