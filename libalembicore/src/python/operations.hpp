// What Python's operators and protocols do to values of any kind.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::python {

[[nodiscard]] value apply_binary(evaluation& run, syntax::binary_operator op, value const& left, value const& right);
/// `left op= right`: lists, dicts and sets are changed in place, everything else is `left op right`.
[[nodiscard]] value apply_augmented(evaluation& run, syntax::binary_operator op, value const& left, value const& right);
[[nodiscard]] value
apply_comparison(evaluation& run, syntax::comparison_operator op, value const& left, value const& right);
[[nodiscard]] value apply_unary(evaluation& run, syntax::unary_operator op, value const& operand);

[[nodiscard]] value get_item(evaluation& run, value const& container, value const& key);
void set_item(evaluation& run, value const& container, value const& key, value const& item);
void delete_item(evaluation& run, value const& container, value const& key);
[[nodiscard]] bool contains_item(evaluation& run, value const& container, value const& item);
[[nodiscard]] std::size_t length_of(evaluation& run, value const& container);

void set_attribute(evaluation& run, value const& target, std::string_view name, value const& item);
/// `dict.update(source)`: a mapping, or pairs.
void update_dict(evaluation& run, value const& dict, value const& source);
/// The AttributeError for a name that is not there.
[[nodiscard]] raised missing_attribute(value const& target, std::string_view name);
/// The items that `a, b = item` takes apart.
[[nodiscard]] std::vector<value> unpackable(evaluation& run, value const& item);

/// Whether `left < right` for sorting; TypeError where Python has no order.
[[nodiscard]] bool less_than(evaluation& run, value const& left, value const& right);

/// Sorts as `list.sort`: stable, by the key function where it is not None.
void sort_values(evaluation& run, std::vector<value>& items, value const& key, bool descending);

/// Counts the work of looking at a whole value once, as hashing, comparing and searching do.
void charge_for(evaluation& run, value const& item);

/// What a text takes beyond its bytes: small texts are mostly that.
constexpr std::size_t overhead_of_text = 96;

/// Counts the memory of taking a long text apart into code points.
void charge_splitting(evaluation& run, std::string_view text);

/// `type(x).__name__`.
[[nodiscard]] std::string type_name_of(value const& item);

/// What an index means: TypeError when it is no integer.
[[nodiscard]] std::int64_t index_of(value const& item, std::string_view what);

/// The members of a set in an order that Python fixes; refused where Python's order is different in each run.
[[nodiscard]] std::vector<value> ordered_items(set_data const& set);

[[nodiscard]] std::string_view text_of_operator(syntax::binary_operator op) noexcept;
[[nodiscard]] std::string_view text_of_operator(syntax::comparison_operator op) noexcept;

} // namespace alembicore::python
