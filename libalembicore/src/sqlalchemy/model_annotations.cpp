// Annotations of mapped attributes: `Mapped[Optional[int]]`.
#include "sqlalchemy/model.hpp"
#include "sqlalchemy/modules.hpp"

#include <optional>
#include <utility>

namespace alembicore::sqlalchemy {

namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\n'\"");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\n'\"") - first + 1);
}

/// What stands in the brackets of `name[…]`.
std::optional<std::string_view> inside(std::string_view text, std::string_view name) {
    for (std::string_view const prefix : {"", "orm.", "t.", "typing."}) {
        auto const head = std::string{prefix} + std::string{name} + "[";
        if (text.starts_with(head) && text.ends_with("]"))
            return trimmed(text.substr(head.size(), text.size() - head.size() - 1));
    }
    return std::nullopt;
}

constexpr std::pair<std::string_view, std::string_view> types[] = {
    {"int", "Integer"},
    {"str", "String"},
    {"bool", "Boolean"},
    {"float", "Float"},
    {"bytes", "LargeBinary"},
    {"datetime.datetime", "DateTime"},
    {"datetime.date", "Date"},
    {"date", "Date"},
    {"datetime.time", "Time"},
    {"time", "Time"},
    {"datetime.timedelta", "Interval"},
    {"timedelta", "Interval"},
    {"decimal.Decimal", "Numeric"},
    {"Decimal", "Numeric"},
    {"uuid.UUID", "Uuid"},
    {"UUID", "Uuid"},
};

type_pointer type_for(python::evaluation& run, std::string_view annotation) {
    if (annotation == "datetime")
        annotation = "datetime.datetime";
    auto const module = revision_modules().find("sqlalchemy");
    for (auto const& [name, type] : types)
        if (name == annotation)
            return type_of(run, *module->find(type));
    return nullptr;
}

} // namespace

std::optional<annotated_type> read_annotation(python::evaluation& run, std::string const& annotation) {
    auto text = inside(trimmed(annotation), "Mapped");
    if (!text)
        return std::nullopt;
    annotated_type read;
    if (auto const inner = inside(*text, "Optional")) {
        read.optional = true;
        text = inner;
    }
    for (std::string_view const none : {"| None", "|None"})
        if (text->ends_with(none)) {
            read.optional = true;
            text = trimmed(text->substr(0, text->size() - none.size()));
        }
    if (text->starts_with("None |") || text->find("Union[") != std::string_view::npos)
        throw python::not_evaluable("the annotation " + annotation, "write Optional[…]");
    read.type = type_for(run, *text);
    return read;
}

} // namespace alembicore::sqlalchemy
