// A session bus of its own and, on it, a desktop portal that does what a test says:
// org.freedesktop.portal.FileChooser, as its documentation describes it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/fixtures/process.h"

struct sd_bus;
struct sd_bus_message;

namespace progan::test {

/// Ends with the object. No service is started on it but those that a test runs.
class SessionBus {
  public:
    /// Its files lie in `folder`. Throws std::runtime_error if dbus-daemon does not come up.
    explicit SessionBus(const std::filesystem::path& folder);
    const std::string& address() const { return address_; }

  private:
    std::string address_;
    std::unique_ptr<Process> daemon_;
};

class FakePortal {
  public:
    enum class Way {
        choose,         ///< the path that was set
        cancel,         ///< as when the person does
        end_otherwise,  ///< the dialog ended without the person
        refuse,         ///< the question gets an error
        keep_open,      ///< the question is taken, and no answer comes
        keep_silent     ///< not even that
    };
    struct Question {
        std::string method, parent, title, folder, name;
        bool directory = false;
        std::vector<std::string> patterns;  ///< of all filters
    };

    explicit FakePortal(const std::string& bus_address);
    ~FakePortal();  ///< leaves the bus
    FakePortal(const FakePortal&) = delete;
    FakePortal& operator=(const FakePortal&) = delete;

    /// What the next questions are answered.
    void answer(Way way, const std::filesystem::path& path = {});
    std::vector<Question> questions() const;

  private:
    friend struct PortalMethods;
    void run(const std::string& bus_address);
    int asked(sd_bus_message* call);
    Question read(sd_bus_message* call, std::string& token) const;
    void respond(const std::string& request, const std::string& to, Way way);

    mutable std::mutex mutex_;
    std::condition_variable ready_changed_;
    bool ready_ = false;
    std::string problem_;
    Way way_ = Way::cancel;
    std::filesystem::path path_;
    std::vector<Question> questions_;

    int stop_ = -1;
    sd_bus* bus_ = nullptr;  ///< the thread's
    std::thread thread_;
};

}  // namespace progan::test
