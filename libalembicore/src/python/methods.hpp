// The methods of the built-in types, one table per type.
#pragma once

#include "python/function.hpp"

#include <map>

namespace alembicore::python {

using method_code = value (*)(evaluation& run, value const& self, bound_arguments const& given);

struct method {
    signature declared;
    method_code code;
};

class method_table {
public:
    struct row {
        char const* declared; ///< without self
        method_code code;
    };

    method_table(std::initializer_list<row> rows);

    [[nodiscard]] method const* find(std::string_view name) const noexcept;

private:
    std::map<std::string, method, std::less<>> methods_;
};

[[nodiscard]] method_table const& str_methods();
[[nodiscard]] method_table const& bytes_methods();
[[nodiscard]] method_table const& list_methods();
[[nodiscard]] method_table const& tuple_methods();
[[nodiscard]] method_table const& dict_methods();
[[nodiscard]] method_table const& set_methods();
[[nodiscard]] method_table const& number_methods();

/// `bytes.fromhex(string)`
[[nodiscard]] value bytes_from_hex(bound_arguments const& given);

/// The method of a value that is no object; null without one.
[[nodiscard]] method const* find_method(value const& self, std::string_view name);
[[nodiscard]] value bind_method(value const& self, method const& bound);
/// `str.upper`: the method as a function of self. Null when the type has none.
[[nodiscard]] value unbound_method(std::string const& type_name, method const& bound);
/// Attributes that are no methods: `(5).real`. nullopt: AttributeError.
[[nodiscard]] std::optional<value> plain_attribute(value const& self, std::string_view name);

} // namespace alembicore::python
