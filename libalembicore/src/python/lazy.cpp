#include "python/lazy.hpp"

#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"

#include <algorithm>

namespace alembicore::python {

void lazy_sequence::iterate(evaluation& run, item_visitor const& visit) {
    if (abandoned_)
        throw not_evaluable("going on with a " + kind_ + " that was left before its end", "make a list of it first");
    if (collected_) {
        while (!rest_.empty()) {
            value const item = std::move(rest_.back());
            rest_.pop_back();
            if (!visit(item))
                return;
        }
        return;
    }
    if (started_)
        return;
    started_ = true;
    produce_(run, [&](value const& item) {
        if (visit(item))
            return true;
        abandoned_ = true;
        return false;
    });
}

void lazy_sequence::collect(evaluation& run) {
    if (collected_ || started_)
        return;
    evaluation::machine::eager_section const ahead{run.internals()};
    iterate(run, [&](value const& item) {
        run.charge_memory(sizeof(value));
        rest_.push_back(item);
        return true;
    });
    std::ranges::reverse(rest_);
    collected_ = true;
}

std::optional<value> lazy_sequence::next(evaluation& run) {
    if (abandoned_)
        throw not_evaluable("going on with a " + kind_ + " that was left before its end", "make a list of it first");
    collect(run);
    if (rest_.empty())
        return std::nullopt;
    value item = std::move(rest_.back());
    rest_.pop_back();
    return item;
}

bool lazy_sequence::contains(evaluation& run, value const& item) {
    bool found = false;
    iterate(run, [&](value const& each) { return !(found = run.equal(each, item)); });
    return found;
}

std::optional<value> lazy_sequence::attribute(evaluation&, std::string_view name) {
    refuse("attribute '" + std::string{name} + "' of");
}

void lazy_sequence::surrender(std::vector<value>& into) noexcept {
    std::ranges::move(rest_, std::back_inserter(into));
    rest_.clear();
    if (result_ != nullptr)
        into.push_back(std::move(*result_));
}

void sequence_iterator::iterate(evaluation& run, item_visitor const& visit) {
    while (auto const item = next()) {
        run.charge_steps(1);
        if (!visit(*item))
            return;
    }
}

std::optional<value> sequence_iterator::next() {
    auto const* items = source_.items();
    if (items == nullptr || at_ >= items->size())
        return std::nullopt;
    return (*items)[at_++];
}

void sequence_iterator::surrender(std::vector<value>& into) noexcept {
    into.push_back(std::move(source_));
}

value make_iterator(evaluation& run, value const& source) {
    if (source.as<lazy_sequence>() != nullptr || source.as<sequence_iterator>() != nullptr)
        return source;
    if (source.items() != nullptr)
        return std::make_shared<sequence_iterator>(source);
    if (source.as<range_object>() != nullptr || source.mapping() != nullptr || source.get_if<set_pointer>() != nullptr)
        return make_lazy("iterator", [source](evaluation& at, item_visitor const& visit) {
            at.iterate(source, visit);
        });
    return std::make_shared<sequence_iterator>(value::list(run.collect(source)));
}

std::vector<value> collect_ahead(evaluation& run, value const& source) {
    evaluation::machine::eager_section const ahead{run.internals()};
    return run.collect(source);
}

value make_lazy(std::string kind, lazy_sequence::producer produce) {
    return std::make_shared<lazy_sequence>(std::move(kind), std::move(produce));
}

value make_generator(lazy_sequence::producer produce, std::shared_ptr<value> result) {
    return std::make_shared<lazy_sequence>("generator", std::move(produce), std::move(result));
}

generator_context::generator_context(value generator) : generator_(std::move(generator)) {}

void generator_context::run(evaluation& at, std::function<void(value const&)> const& body) {
    bool entered = false;
    at.iterate(generator_, [&](value const& item) {
        if (entered)
            throw python_error("RuntimeError", "generator didn't stop");
        entered = true;
        body(item);
        return true;
    });
    if (!entered)
        throw python_error("RuntimeError", "generator didn't yield");
}

} // namespace alembicore::python
