namespace Ronchi.Sources.Synthetic;

/// <summary>What is wrong with the pixels of a simulated detector, and what stands before it.</summary>
/// <remarks>Pixels are flat row-major indices, in rising order.</remarks>
public sealed class SimulatedDetector
{
    internal SimulatedDetector(SimulationSettings settings)
    {
        var pixels = settings.DetectorRows * settings.DetectorColumns;
        var random = new CountingNoise((ulong)settings.Seed, stream: ulong.MaxValue - 1);
        var taken = new HashSet<int>();
        HotPixels = Choose(settings.HotPixels);
        DeadPixels = Choose(settings.DeadPixels);
        SaturatedPixels = Choose(settings.SaturatedPixels);
        BeamStop = Stop(settings);

        int[] Choose(int count)
        {
            var chosen = new int[count];
            foreach (ref var pixel in chosen.AsSpan())
            {
                do
                    pixel = (int)(random.NextDouble() * pixels);
                while (!taken.Add(pixel));
            }

            Array.Sort(chosen);
            return chosen;
        }
    }

    /// <summary>Pixels that count electrons that are not there.</summary>
    public IReadOnlyList<int> HotPixels { get; }

    /// <summary>Pixels that are 0 in every frame.</summary>
    public IReadOnlyList<int> DeadPixels { get; }

    /// <summary>Pixels that hold the largest value of the type in every frame.</summary>
    public IReadOnlyList<int> SaturatedPixels { get; }

    /// <summary>Pixels in the shadow of the beam stop: 0 unless they are hot or saturated.</summary>
    public IReadOnlyList<int> BeamStop { get; }

    private static int[] Stop(SimulationSettings settings)
    {
        var shadow = new List<int>();
        for (var row = 0; row < settings.DetectorRows && settings.BeamStopRadius > 0; row++)
        {
            for (var column = 0; column < settings.DetectorColumns; column++)
            {
                double down = row - settings.CentreRow, right = column - settings.CentreColumn;
                var isOnDisk = (down * down) + (right * right) <= settings.BeamStopRadius * settings.BeamStopRadius;
                if (isOnDisk || (Math.Abs(down) <= settings.BeamStopRadius / 4 && right < 0))
                    shadow.Add((row * settings.DetectorColumns) + column);
            }
        }

        return [.. shadow];
    }
}
