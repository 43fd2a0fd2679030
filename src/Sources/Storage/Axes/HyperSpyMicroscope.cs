using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>What is known of the microscope, under the names and in the units of HyperSpy: <c>Acquisition_instrument.TEM</c>.</summary>
internal static class HyperSpyMicroscope
{
    /// <summary>The numbers that are known.</summary>
    /// <param name="facts">Facts of the experiment.</param>
    /// <param name="kilovolts">Acceleration voltage.</param>
    public static IReadOnlyList<(string Name, double Value)> Of(IEnumerable<Fact> facts, double? kilovolts)
    {
        var found = new List<(string Name, double Value)>();
        if (kilovolts is { } energy)
            found.Add(("beam_energy", energy));   // keV
        foreach (var fact in facts.Where(static fact => fact is { Name: "camera_length", Unit: "m" }))
        {
            if (double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var metres) && metres > 0)
                found.Add(("camera_length", metres * 1000));   // mm
        }

        return found;
    }
}
