#include "migrate/pause.hpp"

#include <condition_variable>
#include <mutex>

namespace alembicore::migrate {

void pause(std::chrono::milliseconds length, std::stop_token const& stop) {
    std::mutex none;
    std::condition_variable_any never;
    std::unique_lock waiting{none};
    never.wait_for(waiting, stop, length, [] { return false; });
}

} // namespace alembicore::migrate
