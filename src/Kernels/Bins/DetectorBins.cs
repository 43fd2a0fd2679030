using System.Collections.Immutable;

namespace Ronchi.Kernels.Bins;

/// <summary>A bin for every pixel of the detector, rings for example; immutable.</summary>
public sealed class DetectorBins
{
    internal const int GroupPixels = 32;

    /// <summary>Takes the bin of every pixel.</summary>
    /// <param name="bins">For each pixel a number from 0, or −1 for a pixel of no bin.</param>
    /// <param name="count">How many bins there are.</param>
    /// <exception cref="ArgumentException">A number is neither −1 nor that of a bin.</exception>
    public DetectorBins(ReadOnlySpan<int> bins, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var sizes = new long[count];
        var slots = new int[(bins.Length + GroupPixels - 1) / GroupPixels * GroupPixels];
        Array.Fill(slots, count);
        for (int i = 0; i < bins.Length; i++)
        {
            if (bins[i] < -1 || bins[i] >= count)
                throw new ArgumentException($"Pixel {i} cannot lie in bin {bins[i]}: there are {count}.", nameof(bins));
            if (bins[i] < 0)
                continue;
            slots[i] = bins[i];
            sizes[bins[i]]++;
        }

        Pixels = bins.Length;
        Count = count;
        Sizes = [.. sizes];
        Slots = slots;
        var groups = ImmutableArray.CreateBuilder<int>();
        for (int from = 0; from + GroupPixels <= bins.Length; from += GroupPixels)
        {
            if (slots.AsSpan(from, GroupPixels).ContainsAnyExcept(count))
                groups.Add(from);
        }

        Groups = groups.ToImmutable();
    }

    /// <summary>Pixels of a frame.</summary>
    public int Pixels { get; }

    /// <summary>How many bins there are.</summary>
    public int Count { get; }

    /// <summary>Pixels in each bin.</summary>
    public ImmutableArray<long> Sizes { get; }

    /// <summary>The bin of each pixel, <see cref="Count"/> for a pixel of none; filled up to whole groups.</summary>
    internal int[] Slots { get; }

    /// <summary>First pixels of the whole groups in which any pixel lies in a bin.</summary>
    internal ImmutableArray<int> Groups { get; }

    /// <summary>The bin of a pixel; −1: it lies in none.</summary>
    public int this[int pixel] => (uint)pixel < (uint)Pixels
        ? Slots[pixel] == Count ? -1 : Slots[pixel]
        : throw new ArgumentOutOfRangeException(nameof(pixel));
}
