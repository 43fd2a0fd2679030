using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A device with memory of its own that computes: what an executor needs to know of it. One worker uses it at a time.</summary>
/// <param name="name">What to call it in messages.</param>
public abstract class Accelerator(string name)
{
    /// <summary>
    /// The environment variable that chooses among the devices there are: their numbers from 0, with commas between; empty: none; unset:
    /// all.
    /// </summary>
    public const string VisibleVariable = "RONCHI_VISIBLE_DEVICES";

    /// <summary>What it is called in messages.</summary>
    public string Name { get; } = name;

    /// <summary>Allocates memory on the device; its content is undefined.</summary>
    /// <param name="byteCount">How much, at least 1.</param>
    public abstract DeviceMemory Allocate(long byteCount);

    /// <summary>The devices that may be used.</summary>
    /// <param name="accelerators">All that there are.</param>
    /// <param name="variable">Value of <see cref="VisibleVariable"/>; null when it is not set.</param>
    /// <returns>The chosen ones in the order in which they are named, each once.</returns>
    /// <exception cref="ArgumentException">The variable names something else than devices that there are.</exception>
    public static IReadOnlyList<Accelerator> Visible(IReadOnlyList<Accelerator> accelerators, string? variable)
    {
        if (variable is null)
            return accelerators;
        var chosen = new List<Accelerator>();
        foreach (var text in variable.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= accelerators.Count)
                throw new ArgumentException(
                    $"{VisibleVariable}: '{text}' is not a device: there are {accelerators.Count}, numbered from 0.");
            if (!chosen.Contains(accelerators[number]))
                chosen.Add(accelerators[number]);
        }

        return chosen;
    }
}
