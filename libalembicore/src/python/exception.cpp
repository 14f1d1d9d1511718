#include "python/exception.hpp"

#include "python/evaluation.hpp"
#include "python/user_class.hpp"

#include <map>

namespace alembicore::python {

namespace {

class exception_type final : public type_object {
public:
    using type_object::type_object;

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    value call(evaluation&, arguments const& given) override {
        if (!given.keyword.empty())
            throw type_error(name() + "() takes no keyword arguments");
        auto made = std::make_shared<instance>(std::static_pointer_cast<type_object const>(shared_from_this()));
        made->args() = given.positional;
        return made;
    }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name_wanted) override {
        if (name_wanted == "__name__" || name_wanted == "__qualname__")
            return value{name()};
        return std::nullopt;
    }
};

struct row {
    char const* name;
    char const* base;
};

/// Python's hierarchy, parents first.
constexpr row hierarchy[] = {
    {"Exception", "BaseException"},
    {"KeyboardInterrupt", "BaseException"},
    {"SystemExit", "BaseException"},
    {"GeneratorExit", "BaseException"},
    {"ArithmeticError", "Exception"},
    {"AssertionError", "Exception"},
    {"AttributeError", "Exception"},
    {"BufferError", "Exception"},
    {"EOFError", "Exception"},
    {"ImportError", "Exception"},
    {"LookupError", "Exception"},
    {"MemoryError", "Exception"},
    {"NameError", "Exception"},
    {"OSError", "Exception"},
    {"ReferenceError", "Exception"},
    {"RuntimeError", "Exception"},
    {"StopAsyncIteration", "Exception"},
    {"StopIteration", "Exception"},
    {"SyntaxError", "Exception"},
    {"SystemError", "Exception"},
    {"TypeError", "Exception"},
    {"ValueError", "Exception"},
    {"Warning", "Exception"},
    {"FloatingPointError", "ArithmeticError"},
    {"OverflowError", "ArithmeticError"},
    {"ZeroDivisionError", "ArithmeticError"},
    {"ModuleNotFoundError", "ImportError"},
    {"IndexError", "LookupError"},
    {"KeyError", "LookupError"},
    {"UnboundLocalError", "NameError"},
    {"ConnectionError", "OSError"},
    {"FileExistsError", "OSError"},
    {"FileNotFoundError", "OSError"},
    {"IsADirectoryError", "OSError"},
    {"NotADirectoryError", "OSError"},
    {"PermissionError", "OSError"},
    {"TimeoutError", "OSError"},
    {"NotImplementedError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"UnicodeError", "ValueError"},
    {"UnicodeDecodeError", "UnicodeError"},
    {"UnicodeEncodeError", "UnicodeError"},
    {"DeprecationWarning", "Warning"},
    {"FutureWarning", "Warning"},
    {"PendingDeprecationWarning", "Warning"},
    {"ResourceWarning", "Warning"},
    {"RuntimeWarning", "Warning"},
    {"SyntaxWarning", "Warning"},
    {"UserWarning", "Warning"},
};

using type_map = std::map<std::string, type_pointer, std::less<>>;

type_map make_hierarchy() {
    type_map types;
    types["BaseException"] = std::make_shared<exception_type>("BaseException", std::vector{object_type()});
    for (auto const& [name, base] : hierarchy)
        types[name] = make_exception_type(name, types.at(base));
    return types;
}

type_map const& exceptions() {
    static type_map const once = make_hierarchy();
    return once;
}

} // namespace

type_pointer builtin_exception(std::string_view name) {
    auto const found = exceptions().find(name);
    if (found == exceptions().end())
        throw error{errc::internal, "no built-in exception " + std::string{name}};
    return found->second;
}

std::vector<type_pointer> builtin_exceptions() {
    std::vector<type_pointer> result;
    for (auto const& [name, type] : exceptions())
        result.push_back(type);
    return result;
}

type_pointer make_exception_type(std::string name, type_pointer base) {
    return std::make_shared<exception_type>(std::move(name), std::vector{std::move(base)});
}

raised make_raised(type_pointer const& type, std::string message) {
    auto made = std::make_shared<instance>(type);
    made->args().emplace_back(std::move(message));
    return raised{std::move(made)};
}

raised python_error(std::string_view type, std::string message) {
    return make_raised(builtin_exception(type), std::move(message));
}

raised type_error(std::string message) {
    return python_error("TypeError", std::move(message));
}

raised value_error(std::string message) {
    return python_error("ValueError", std::move(message));
}

} // namespace alembicore::python
