// The names and types that Python code has without importing anything.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::python {

/// Null when there is no such name.
[[nodiscard]] value const* find_builtin(std::string_view name);

/// `type_name(value)` for those that are no objects, and the types behind `str`, `list`, … by name.
[[nodiscard]] type_pointer builtin_type(std::string_view name);
[[nodiscard]] type_pointer builtin_type_of(value const& item);

[[nodiscard]] value ellipsis();
[[nodiscard]] value not_implemented();

class slice_object final : public object {
public:
    slice_object(value start, value stop, value step);

    [[nodiscard]] std::string type_name() const override { return "slice"; }

    [[nodiscard]] type_pointer type() const override { return builtin_type("slice"); }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

    [[nodiscard]] std::optional<std::int64_t> start() const { return bound(start_); }

    [[nodiscard]] std::optional<std::int64_t> stop() const { return bound(stop_); }

    /// ValueError when it is zero.
    [[nodiscard]] std::int64_t step() const;

private:
    [[nodiscard]] static std::optional<std::int64_t> bound(value const& item);

    value start_;
    value stop_;
    value step_;
};

[[nodiscard]] value make_slice(value start, value stop, value step);

class range_object final : public object {
public:
    range_object(std::int64_t start, std::int64_t stop, std::int64_t step) : start_(start), stop_(stop), step_(step) {}

    [[nodiscard]] std::size_t size() const noexcept;

    [[nodiscard]] std::int64_t at(std::size_t n) const noexcept {
        return start_ + static_cast<std::int64_t>(n) * step_;
    }

    [[nodiscard]] std::string type_name() const override { return "range"; }

    [[nodiscard]] type_pointer type() const override { return builtin_type("range"); }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] value item(evaluation& run, value const& key) override;
    [[nodiscard]] bool contains(evaluation& run, value const& item) override;

    [[nodiscard]] std::size_t length(evaluation&) override { return size(); }

    void iterate(evaluation& run, item_visitor const& visit) override;

    [[nodiscard]] bool truth(evaluation&) override { return size() != 0; }

    [[nodiscard]] std::string repr(evaluation& run) override;

private:
    std::int64_t start_;
    std::int64_t stop_;
    std::int64_t step_;
};

// One declaration per file of built-in functions.
void declare_conversions(module_object& builtins);
void declare_iteration(module_object& builtins);
void declare_inspection(module_object& builtins);
void declare_files(module_object& builtins);

} // namespace alembicore::python
