// What the session keeps of a part of the state. Each part lists its fields once, in
//
//     void keep(KeptFields& fields, ViewState& view) { fields.flag("fit", view.fit); ... }
//
// and the same list writes them and restores them. One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/files/json_reader.h"
#include "core/support/enum_names.h"

namespace progan {

class KeptFields {
  public:
    /// Writes: each field becomes a member of `object`, which must outlive this.
    explicit KeptFields(nlohmann::json& object) : written_(&object) {}
    /// Restores. A field that is missing keeps its value; so does one that is not what it must be, and
    /// `problems` gets a sentence that says so.
    KeptFields(JsonReader object, std::vector<std::string>& problems)
        : restored_(std::move(object)), problems_(&problems) {}

    void flag(const char* name, bool& value);
    void text(const char* name, std::string& value);
    void path(const char* name, std::string& value);
    void number(const char* name, double& value, double low, double high);
    void number(const char* name, float& value, float low, float high);
    void integer(const char* name, int& value, int low, int high);
    void seed(const char* name, std::uint32_t& value);

    template <typename Enum, std::size_t count>
    void choice(const char* name, Enum& value, const EnumNames<Enum, count>& names) {
        field(
            name, [&] { return nlohmann::json(names.name(value)); },
            [&](const JsonReader& json) { value = json.one_of(names); });
    }
    /// By its number: 0 to count - 1.
    template <typename Enum>
    void choice(const char* name, Enum& value, int count) {
        int number = static_cast<int>(value);
        integer(name, number, 0, count - 1);
        value = static_cast<Enum>(number);
    }

    /// Another part of the state as a member.
    template <typename Part>
    void part(const char* name, Part& value) {
        nested(name, [&](KeptFields& fields) { keep(fields, value); });
    }
    void nested(const char* name, const std::function<void(KeptFields&)>& list);

    /// For an object whose members are not known beforehand: all of it, in place of fields. `restore` gets
    /// each member, and throws Error for what it does not take: the others are restored all the same.
    void members(const std::function<nlohmann::json()>& write,
                 const std::function<void(const std::string& name, const JsonReader&)>& restore);

    /// Anything else. `restore` throws Error for what it does not take, and then has changed nothing.
    void field(const char* name, const std::function<nlohmann::json()>& write,
               const std::function<void(const JsonReader&)>& restore);

  private:
    nlohmann::json* written_ = nullptr;
    std::optional<JsonReader> restored_;
    std::vector<std::string>* problems_ = nullptr;
};

}  // namespace progan
