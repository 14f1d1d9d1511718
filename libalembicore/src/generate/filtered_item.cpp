#include "generate/filtered_item.hpp"

#include "python/evaluation.hpp"
#include "python/object.hpp"

#include <memory>

namespace alembicore::generate {

namespace {

using python::value;

value optional_text(std::optional<std::string> const& text) {
    return text ? value{*text} : value{};
}

/// What is known of an item of either side without asking SQLAlchemy.
class item final : public python::object {
public:
    item(std::string kind, std::optional<std::string> name, std::optional<std::string> schema, std::string table)
        : kind_{std::move(kind)}, name_{std::move(name)}, schema_{std::move(schema)}, table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return kind_; }

    [[nodiscard]] std::optional<value> attribute(python::evaluation&, std::string_view name) override {
        if (name == "name")
            return optional_text(name_);
        if (name == "schema" && kind_ == "table")
            return optional_text(schema_);
        if (name == "table" && kind_ != "table")
            return value{std::make_shared<item>("table", table_, schema_, table_)};
        refuse("reading ." + std::string{name} + " of");
    }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    std::string kind_;
    std::optional<std::string> name_;
    std::optional<std::string> schema_;
    std::string table_;
};

} // namespace

value filtered_item(filtered_object const& of) {
    return std::make_shared<item>(std::string{of.kind}, of.name, of.of.schema, of.of.name);
}

value other_item(filtered_object const& of) {
    return filtered_item(of);
}

value parent_names(std::string_view kind, table const& of) {
    python::dict_table names;
    if (kind == "schema")
        return value::dict(std::move(names));
    names.set("schema_name", optional_text(of.schema));
    if (kind != "table")
        names.set("table_name", of.name);
    names.set("schema_qualified_table_name", dotted(of));
    return value::dict(std::move(names));
}

} // namespace alembicore::generate
