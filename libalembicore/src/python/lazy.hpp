// Sequences that are made while they are consumed: generators, generator expressions, map, filter, zip, enumerate.
#pragma once

#include "python/object.hpp"

#include <functional>

namespace alembicore::python {

/// Gives its items once. A consumer that stops early and one that comes back later cannot both be served without
/// running code out of order; that is refused where it could be told.
class lazy_sequence final : public object {
public:
    using producer = std::function<void(evaluation&, item_visitor const&)>;

    /// `result`: where the producer leaves what a generator returns, for `yield from`.
    lazy_sequence(std::string kind, producer produce, std::shared_ptr<value> result = {})
        : kind_(std::move(kind)), produce_(std::move(produce)), result_(std::move(result)) {}

    [[nodiscard]] std::string type_name() const override { return kind_; }

    void iterate(evaluation& run, item_visitor const& visit) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] bool contains(evaluation& run, value const& item) override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void surrender(std::vector<value>& into) noexcept override;

    /// The next item for `next()`; nullopt at the end.
    [[nodiscard]] std::optional<value> next(evaluation& run);

    /// What it returned; None before its end.
    [[nodiscard]] value result() const { return result_ == nullptr ? value{} : *result_; }

private:
    void collect(evaluation& run);

    std::string kind_;
    producer produce_;
    std::shared_ptr<value> result_;
    bool started_ = false;
    bool abandoned_ = false;
    bool collected_ = false;
    std::vector<value> rest_; ///< collected ahead of time, reversed
};

/// `iter(list)`: walks the list as it is then.
class sequence_iterator final : public object {
public:
    explicit sequence_iterator(value source) : source_(std::move(source)) {}

    [[nodiscard]] std::string type_name() const override { return "iterator"; }

    void iterate(evaluation& run, item_visitor const& visit) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> next();
    void surrender(std::vector<value>& into) noexcept override;

private:
    value source_; ///< a list or tuple
    std::size_t at_ = 0;
};

[[nodiscard]] value make_lazy(std::string kind, lazy_sequence::producer produce);
[[nodiscard]] value make_generator(lazy_sequence::producer produce, std::shared_ptr<value> result = {});

/// What a function decorated with `contextlib.contextmanager` gives: the body of `with` runs where it yields.
class generator_context final : public object {
public:
    explicit generator_context(value generator);

    [[nodiscard]] std::string type_name() const override { return "_GeneratorContextManager"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    void run(evaluation& at, std::function<void(value const&)> const& body);

private:
    value generator_;
};

/// The items of a sequence that is consumed before its turn: effects on the way are refused.
[[nodiscard]] std::vector<value> collect_ahead(evaluation& run, value const& source);

/// `iter(x)`.
[[nodiscard]] value make_iterator(evaluation& run, value const& source);

} // namespace alembicore::python
