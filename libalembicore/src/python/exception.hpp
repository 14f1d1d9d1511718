// Python exceptions: those that evaluated code may catch. Refusals are alembicore::error and never caught by `except`.
#pragma once

#include "python/object.hpp"

#include <exception>
#include <string_view>

namespace alembicore::python {

/// A Python exception in flight.
struct raised : std::exception {
    explicit raised(object_pointer instance) : thrown(std::move(instance)) {}

    [[nodiscard]] char const* what() const noexcept override { return "a Python exception"; }

    object_pointer thrown;
    source_module const* module = nullptr; ///< where it was raised; filled in by the evaluator
    source_range range;
};

/// A built-in exception class by name (`ValueError`); a name that is not there is a defect.
[[nodiscard]] type_pointer builtin_exception(std::string_view name);

[[nodiscard]] std::vector<type_pointer> builtin_exceptions();

/// An exception class of a host module: `make_exception_type("ProgrammingError", builtin_exception("Exception"))`.
[[nodiscard]] type_pointer make_exception_type(std::string name, type_pointer base);

[[nodiscard]] raised make_raised(type_pointer const& type, std::string message);

/// `throw type_error("…")`: what Python would raise.
[[nodiscard]] raised type_error(std::string message);
[[nodiscard]] raised value_error(std::string message);
[[nodiscard]] raised python_error(std::string_view type, std::string message);

} // namespace alembicore::python
