// Modules that C++ provides to evaluated code, and the registry that finds them by dotted name.
#pragma once

#include "python/function.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace alembicore::python {

/// What a name missing from a module means.
enum class completeness : std::uint8_t {
    partial, ///< it may exist in the real module: refused when used
    complete ///< it does not exist: AttributeError, ImportError
};

class module_object : public object {
public:
    explicit module_object(std::string name, completeness known = completeness::partial);

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    module_object& set(std::string name, value item);
    /// Declares a function; see function.hpp.
    module_object& function(std::string_view declared, native_code code, effect effects = effect::observable);

    [[nodiscard]] value const* find(std::string_view name) const noexcept;

    [[nodiscard]] std::map<std::string, value, std::less<>> const& names() const noexcept { return names_; }

    [[nodiscard]] completeness known() const noexcept { return known_; }

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void set_attribute(evaluation& run, std::string_view name, value const& item) override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

private:
    std::string name_;
    completeness known_;
    std::map<std::string, value, std::less<>> names_;
};

/// Host modules by dotted name. Made once, then shared by any number of evaluations on any number of threads: nothing
/// in it may change after that.
class module_registry {
public:
    /// With the modules of Python's standard library that are known.
    [[nodiscard]] static module_registry with_standard_library();

    /// The module of this dotted name, made when it is not there, and set as an attribute of its parent package.
    module_object& module(std::string_view dotted);
    void add(std::shared_ptr<module_object> module);

    [[nodiscard]] std::shared_ptr<module_object> find(std::string_view dotted) const;

    /// By dotted name.
    [[nodiscard]] std::map<std::string, std::shared_ptr<module_object>, std::less<>> const& modules() const noexcept {
        return modules_;
    }

private:
    std::map<std::string, std::shared_ptr<module_object>, std::less<>> modules_;
};

} // namespace alembicore::python
