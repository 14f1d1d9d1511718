#include "sqlalchemy/model.hpp"

#include "sqlalchemy/model_body.hpp"
#include "sqlalchemy/model_instance.hpp"
#include "sqlalchemy/relationship.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

using python::evaluation;

std::optional<python::value> model_feature::attribute(evaluation&, std::string_view name) {
    for (auto const* known : {"setter", "expression", "inplace", "update_expression", "comparator", "deleter"})
        if (name == known)
            return python::value{shared_from_this()};
    refuse("reading ." + std::string{name} + " of");
}

void model_class::map(
    table_pointer table, std::vector<mapped_attribute> attributes, std::shared_ptr<metadata_value> metadata
) {
    table_ = std::move(table);
    metadata_ = std::move(metadata);
    metadata_->relationships += related_.size();
    attributes_ = std::move(attributes);
    keys_.clear();
    for (auto const& column : table_->columns())
        for (std::size_t at = 0; at < attributes_.size(); ++at)
            if (column.primary_key && attributes_[at].column.name.text == column.name.text)
                keys_.push_back(at);
}

void model_class::add_feature(std::string name, model_feature const& feature) {
    features_.push_back(std::move(name));
    if (feature.related())
        related_.push_back(*feature.related());
}

bool model_class::relates_to(model_class const& other) const noexcept {
    return std::ranges::find(related_, other.name()) != related_.end() ||
           std::ranges::find(other.related_, name()) != other.related_.end();
}

void model_class::set_obstacles(obstacle loading, obstacle writing) {
    loading_ = std::move(loading);
    writing_ = std::move(writing);
}

mapped_attribute const* model_class::find(std::string_view key) const noexcept {
    auto const at = position_of(key);
    return at ? &attributes_[*at] : nullptr;
}

std::optional<std::size_t> model_class::position_of(std::string_view key) const noexcept {
    for (std::size_t at = 0; at < attributes_.size(); ++at)
        if (attributes_[at].key == key)
            return at;
    return std::nullopt;
}

bool model_class::has_feature(std::string_view wanted) const noexcept {
    return std::ranges::find(features_, wanted) != features_.end();
}

void model_class::require_mapped() const {
    if (unmapped_)
        throw error{*unmapped_};
}

void model_class::require_loading() const {
    require_mapped();
    if (loading_)
        throw python::not_evaluable("loading objects of model '" + name() + "', which has " + *loading_);
}

void model_class::require_writing() const {
    require_mapped();
    if (writing_)
        throw python::not_evaluable("writing objects of model '" + name() + "', which has " + *writing_);
}

model_pointer model_class::mapped() const {
    return std::static_pointer_cast<model_class>(std::const_pointer_cast<python::object>(shared_from_this()));
}

expression_pointer attribute_of(from_value const& from, mapped_attribute const& attribute) {
    auto const column = from.column(*from.find(attribute.column.name.text));
    return std::make_shared<attribute_expression>(column, attribute.key);
}

std::optional<python::value> model_class::attribute(evaluation& run, std::string_view wanted) {
    if (auto const* found = python::find_in_class(*this, wanted))
        if (auto const declared = found->as<declared_attribute>(); declared && discovery_of(run) != nullptr)
            return made_attribute(run, std::string{wanted}, *declared);
    if (unmapped_)
        return unmapped_attribute(run, wanted);
    if (wanted == "__table__")
        return python::value{table_};
    if (auto const* found = find(wanted))
        return python::value{attribute_of(*table_, *found)};
    if (has_feature(wanted))
        throw python::not_evaluable(
            "using '" + name() + "." + std::string{wanted} + "', which is not a column",
            "write the condition with columns"
        );
    if (wanted == "metadata")
        return python::value{metadata_};
    if (wanted == "__mapper__" || wanted == "registry" || wanted == "query")
        refuse("reading ." + std::string{wanted} + " of");
    return user_class::attribute(run, wanted);
}

/// Constants and functions of the body are what they are.
std::optional<python::value> model_class::unmapped_attribute(evaluation& run, std::string_view wanted) {
    auto const* found = python::find_in_class(*this, wanted);
    bool const plain = found != nullptr && !found->as<column_value>() && !found->as<model_feature>() &&
                       !found->as<declared_attribute>() && !found->as<expression_value>();
    if (!plain && wanted != "__name__" && wanted != "__qualname__" && wanted != "__module__")
        require_mapped();
    return user_class::attribute(run, wanted);
}

python::value model_class::call(evaluation& run, python::arguments const& given) {
    require_mapped();
    auto const made = std::make_shared<model_instance>(mapped());
    if (auto const* init = python::find_in_class(*this, "__init__")) {
        python::arguments with_self = given;
        with_self.positional.insert(with_self.positional.begin(), python::value{made});
        static_cast<void>(run.call(*init, with_self));
    } else {
        made->initialise(run, given);
    }
    return made;
}

python::value declared_attribute::made_for(evaluation& run, python::value const& owner) const {
    auto function = function_;
    if (auto const wrapped = function.as<python::wrapped_function>())
        function = wrapped->function();
    return run.call(function, {.positional = {owner}, .keyword = {}});
}

python::value
model_class::made_attribute(evaluation& run, std::string const& name, declared_attribute const& declared) {
    if (auto const* known = find_made(name))
        return *known;
    auto made = declared.made_for(run, mapped());
    made_attributes_.insert_or_assign(name, made);
    return made;
}

void model_class::set_attribute(evaluation& run, std::string_view name, python::value const& item) {
    user_class::set_attribute(run, name, item);
    if (discovery_of(run) != nullptr && !unmapped_)
        read_late_attribute(run, mapped(), std::string{name}, item);
}

void model_class::surrender(std::vector<python::value>& into) noexcept {
    for (auto& each : relationships_)
        into.emplace_back(std::move(each.said));
    relationships_.clear();
    for (auto& [name, item] : made_attributes_)
        into.push_back(std::move(item));
    made_attributes_.clear();
    user_class::surrender(into);
}

} // namespace alembicore::sqlalchemy
