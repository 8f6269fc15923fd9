// Teaching a slider by faces that have more or less of something: a stream of faces, two sides, and what they
// say, learned again with every example. Once the slider is added, further examples improve it.
// One thread (the window's).
#pragma once

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/platform/window.h"
#include "core/support/clock.h"

namespace progan {

class TeachController {
  public:
    enum class Side { more, less };

    explicit TeachController(const FeatureContext& context);
    TeachController(const TeachController&) = delete;
    TeachController& operator=(const TeachController&) = delete;

    void sort(Side which);  ///< the face in question; the next one comes
    void skip();            ///< neither more nor less
    void take_back();       ///< the last sort() or skip()
    bool can_take_back() const { return !done_.empty(); }
    /// Any face, also from elsewhere; it leaves the other side. The one in question is answered by it.
    void put(Side which, Latent face);
    void remove(Side which, std::size_t index);
    void clear_examples();
    /// Adds the direction to the model's axes, first and pinned, under the name typed.
    void add_slider();
    void rename(const std::string& name);
    void begin_new();                       ///< empty sides; the slider taught so far stays
    void open_axis(const std::string& id);  ///< a taught axis: its examples come back, and more can be added
    /// A key of the teach view; true if it was one.
    bool key(const KeyPress& press);

    /// Once a frame: fills the stream, follows undo, other models and locks.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const { return std::nullopt; }

  private:
    struct Done {
        enum class What { more, less, skipped } what;
        Latent face;
    };
    /// What the direction depends on besides the examples.
    struct Around {
        std::set<std::string> locked;
        std::vector<std::pair<std::string, double>> effects;  ///< of the axes that say where pictures change

        bool operator==(const Around&) const = default;
    };
    std::vector<Latent>& examples(Side which);
    Axis* axis();
    Around around() const;
    void learn();
    void measure_leakage();
    void next_face();

    AppState& state_;
    FaceActions& actions_;
    std::mt19937 random_;
    std::string model_;  ///< whose latents the sides hold
    std::vector<Done> done_;
    Around learned_with_;
};

}  // namespace progan
