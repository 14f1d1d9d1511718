// datetime values that host modules may take apart.
#pragma once

#include "python/object.hpp"

#include <chrono>

namespace alembicore::python {

/// A span of time in microseconds: datetime.timedelta.
class time_span final : public object {
public:
    explicit time_span(std::chrono::microseconds length) : length_(length) {}

    [[nodiscard]] std::chrono::microseconds duration() const noexcept { return length_; }

    [[nodiscard]] std::string type_name() const override { return "timedelta"; }

    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;
    [[nodiscard]] value unary(evaluation& run, syntax::unary_operator op) override;

    [[nodiscard]] bool truth(evaluation&) override { return length_.count() != 0; }

    [[nodiscard]] std::string str(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

private:
    std::chrono::microseconds length_;
};

/// datetime.timezone: a fixed offset.
class fixed_zone final : public object {
public:
    explicit fixed_zone(std::chrono::minutes offset) : offset_(offset) {}

    [[nodiscard]] std::chrono::minutes offset() const noexcept { return offset_; }

    [[nodiscard]] std::string type_name() const override { return "timezone"; }

    [[nodiscard]] type_pointer type() const override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string str(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

private:
    std::chrono::minutes offset_;
};

/// datetime.date and datetime.datetime: a local time, with a time of day and perhaps an offset.
class calendar_time final : public object {
public:
    /// date
    explicit calendar_time(std::chrono::sys_days day) : local_(day), is_date_(true) {}

    calendar_time(std::chrono::sys_time<std::chrono::microseconds> local, std::optional<std::chrono::minutes> offset)
        : local_(local), offset_(offset), is_date_(false) {}

    [[nodiscard]] bool is_date() const noexcept { return is_date_; }

    [[nodiscard]] std::chrono::sys_time<std::chrono::microseconds> local() const noexcept { return local_; }

    [[nodiscard]] std::optional<std::chrono::minutes> offset() const noexcept { return offset_; }

    /// As `isoformat(separator)`: what databases read.
    [[nodiscard]] std::string iso_text(std::string_view separator) const;

    [[nodiscard]] std::string type_name() const override { return is_date_ ? "date" : "datetime"; }

    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string str(evaluation&) override { return iso_text(" "); }

    [[nodiscard]] std::string repr(evaluation& run) override;
    [[nodiscard]] bool same_key(object const& other) const override;
    [[nodiscard]] std::size_t hash() const override;

private:
    std::chrono::sys_time<std::chrono::microseconds> local_;
    std::optional<std::chrono::minutes> offset_;
    bool is_date_;
};

/// datetime.time without a zone.
class time_of_day final : public object {
public:
    explicit time_of_day(std::chrono::microseconds since_midnight) : since_midnight_(since_midnight) {}

    [[nodiscard]] std::chrono::microseconds since_midnight() const noexcept { return since_midnight_; }

    [[nodiscard]] std::string type_name() const override { return "time"; }

    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string str(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;
    [[nodiscard]] bool same_key(object const& other) const override;
    [[nodiscard]] std::size_t hash() const override;

private:
    std::chrono::microseconds since_midnight_;
};

} // namespace alembicore::python
