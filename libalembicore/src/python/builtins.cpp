// The table of built-in names, ranges and slices.
#include "python/builtins.hpp"

#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include <unordered_map>

namespace alembicore::python {

namespace {

class singleton final : public object {
public:
    explicit singleton(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] std::string type_name() const override { return name_ == "Ellipsis" ? "ellipsis" : name_ + "Type"; }

    value call(evaluation&, arguments const&) override {
        throw type_error("'" + type_name() + "' object is not callable");
    }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string repr(evaluation&) override { return name_; }

private:
    std::string name_;
};

struct builtin_names {
    module_object declared{"builtins"};
    std::unordered_map<std::string_view, value const*> index;

    builtin_names() {
        for (auto const* name :
             {"object",
              "int",
              "bool",
              "float",
              "str",
              "bytes",
              "list",
              "tuple",
              "dict",
              "set",
              "frozenset",
              "range",
              "slice",
              "type",
              "property",
              "staticmethod",
              "classmethod"})
            declared.set(name, value{std::const_pointer_cast<type_object>(builtin_type(name))});
        for (auto const& type : builtin_exceptions())
            declared.set(type->name(), value{std::const_pointer_cast<type_object>(type)});
        for (auto const* alias : {"IOError", "EnvironmentError"})
            declared.set(alias, value{std::const_pointer_cast<type_object>(builtin_exception("OSError"))});
        declared.set("NotImplemented", not_implemented());
        declared.set("Ellipsis", ellipsis());
        declared.set("__debug__", true);
        declare_conversions(declared);
        declare_iteration(declared);
        declare_inspection(declared);
        declare_files(declared);
        for (auto const& [name, item] : declared.names())
            index.emplace(name, &item);
    }
};

} // namespace

value const* find_builtin(std::string_view name) {
    static builtin_names const once;
    auto const found = once.index.find(name);
    return found == once.index.end() ? nullptr : found->second;
}

value ellipsis() {
    static value const once = std::make_shared<singleton>("Ellipsis");
    return once;
}

value not_implemented() {
    static value const once = std::make_shared<singleton>("NotImplemented");
    return once;
}

slice_object::slice_object(value start, value stop, value step)
    : start_(std::move(start)), stop_(std::move(stop)), step_(std::move(step)) {}

std::optional<std::int64_t> slice_object::bound(value const& item) {
    if (item.is_none())
        return std::nullopt;
    if (item.get_if<double>() == nullptr)
        if (auto const whole = item.integer())
            return whole;
    throw type_error("slice indices must be integers or None or have an __index__ method");
}

std::int64_t slice_object::step() const {
    auto const result = bound(step_).value_or(1);
    if (result == 0)
        throw value_error("slice step cannot be zero");
    return result;
}

std::optional<value> slice_object::attribute(evaluation&, std::string_view name) {
    if (name == "start")
        return start_;
    if (name == "stop")
        return stop_;
    if (name == "step")
        return step_;
    return std::nullopt;
}

std::string slice_object::repr(evaluation& run) {
    return "slice(" + run.repr(start_) + ", " + run.repr(stop_) + ", " + run.repr(step_) + ")";
}

value make_slice(value start, value stop, value step) {
    return std::make_shared<slice_object>(std::move(start), std::move(stop), std::move(step));
}

std::size_t range_object::size() const noexcept {
    if (step_ > 0 ? start_ >= stop_ : start_ <= stop_)
        return 0;
    auto const unsigned_of = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
    auto const distance =
        step_ > 0 ? unsigned_of(stop_) - unsigned_of(start_) : unsigned_of(start_) - unsigned_of(stop_);
    auto const stride = step_ > 0 ? unsigned_of(step_) : 0 - unsigned_of(step_);
    return static_cast<std::size_t>((distance - 1) / stride + 1);
}

std::optional<value> range_object::attribute(evaluation&, std::string_view name) {
    if (name == "start")
        return start_;
    if (name == "stop")
        return stop_;
    if (name == "step")
        return step_;
    refuse("attribute '" + std::string{name} + "' of");
}

value range_object::item(evaluation&, value const& key) {
    if (auto const slice = key.as<slice_object>()) {
        auto const part = resolve_slice(slice->start(), slice->stop(), slice->step(), size());
        auto const stride = step_ * part.step;
        auto const first = start_ + part.start * step_;
        return std::make_shared<range_object>(first, first + static_cast<std::int64_t>(part.count) * stride, stride);
    }
    auto const index = index_of(key, "range");
    auto const length = static_cast<std::int64_t>(size());
    auto const from_start = index < 0 ? index + length : index;
    if (from_start < 0 || from_start >= length)
        throw python_error("IndexError", "range object index out of range");
    return at(static_cast<std::size_t>(from_start));
}

bool range_object::contains(evaluation&, value const& item) {
    auto const whole = item.integer();
    if (!whole)
        return false;
    bool const inside = step_ > 0 ? *whole >= start_ && *whole < stop_ : *whole <= start_ && *whole > stop_;
    return inside && (*whole - start_) % step_ == 0;
}

void range_object::iterate(evaluation& run, item_visitor const& visit) {
    auto const count = size();
    for (std::size_t i = 0; i < count; ++i) {
        run.charge_steps(1);
        if (!visit(at(i)))
            return;
    }
}

std::string range_object::repr(evaluation&) {
    auto text = "range(" + std::to_string(start_) + ", " + std::to_string(stop_);
    if (step_ != 1)
        text += ", " + std::to_string(step_);
    return text + ")";
}

} // namespace alembicore::python
