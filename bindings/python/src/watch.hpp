// What happens while Python waits for a call: its lock is given back, Ctrl-C stops the call, events come in.
#pragma once

#include "handles.hpp"

#include <pybind11/pybind11.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

namespace alembicore::python {

/// In the main thread: a signal that Python has a handler for, as Ctrl-C, requests the stop at once. Python itself
/// would look at signals only after the call.
class signal_watch {
public:
    explicit signal_watch(std::stop_source stop);
    signal_watch(signal_watch const&) = delete;
    signal_watch& operator=(signal_watch const&) = delete;
    ~signal_watch();

private:
    void wait(std::stop_source& stop) const;

    int read_end_ = -1;
    int write_end_ = -1;
    int before_ = -1; ///< where Python wrote until now, as under asyncio; it gets what comes in
    std::thread waiter_;
};

/// A function of Python's that is told of events. What it raises stops the call, and is raised by it.
class watched_call {
public:
    /// `stop` may be null, `on_event` None.
    watched_call(stop_handle const* stop, pybind11::object on_event);

    [[nodiscard]] bindings::control control();

    /// Runs `work` without Python's lock.
    template <typename Work>
    auto run(Work const& work) {
        std::optional<signal_watch> signals;
        if (in_main_thread_)
            signals.emplace(source_);
        try {
            pybind11::gil_scoped_release const unlocked;
            return work();
        } catch (error const&) {
            signals.reset();
            raise_what_came_in();
            throw;
        }
    }

private:
    void tell(event const& happened);
    void raise_what_came_in();

    pybind11::object on_event_;
    std::optional<pybind11::error_already_set> raised_;
    std::stop_source source_;
    std::optional<std::stop_callback<std::function<void()>>> forwarded_;
    bool in_main_thread_ = false;
};

} // namespace alembicore::python
