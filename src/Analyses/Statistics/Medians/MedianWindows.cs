using System.Numerics;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Between which keys the median of each pixel of a strip lies, as far as it is known.</summary>
/// <param name="pixels">Pixels of the strip.</param>
internal sealed class MedianWindows<TKey>(int pixels)
    where TKey : unmanaged, IBinaryInteger<TKey>, IMinMaxValue<TKey>
{
    /// <summary>What is known of each pixel.</summary>
    public MedianKnowledge[] Knowledge { get; } = new MedianKnowledge[pixels];

    /// <summary>The smallest key in question.</summary>
    public TKey[] Lowest { get; } = Filled(pixels, TKey.MinValue);

    /// <summary>The largest key in question; a pixel that is done has none.</summary>
    public TKey[] Highest { get; } = Filled(pixels, TKey.MaxValue);

    /// <summary>Where the two values in the middle are apart: the smallest key that belongs to the upper one.</summary>
    public TKey[] Border { get; } = new TKey[pixels];

    /// <summary>Values below <see cref="Lowest"/>.</summary>
    public uint[] Before { get; } = new uint[pixels];

    /// <summary>Values from <see cref="Lowest"/> to <see cref="Highest"/>.</summary>
    public uint[] Inside { get; } = new uint[pixels];

    /// <summary>Values of the pixel that are measurements.</summary>
    public uint[] Measured { get; } = new uint[pixels];

    /// <summary>Values that lie in windows of one median.</summary>
    public long Total { get; private set; }

    /// <summary>Pixels whose median is not known yet.</summary>
    public int Open { get; private set; }

    /// <summary>The next larger key; the largest has none and stays.</summary>
    public static TKey After(TKey key) => key == TKey.MaxValue ? key : key + TKey.One;

    /// <summary>The median is known.</summary>
    public void Close(int pixel)
    {
        Knowledge[pixel] = MedianKnowledge.Known;
        Lowest[pixel] = TKey.MaxValue;
        Highest[pixel] = TKey.MinValue;
    }

    /// <summary>Counts what is open.</summary>
    public void CountOpen()
    {
        (Total, Open) = (0, 0);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            if (Knowledge[pixel] != MedianKnowledge.Known)
                Open++;
            if (Knowledge[pixel] == MedianKnowledge.Window)
                Total += Inside[pixel];
        }
    }

    private static TKey[] Filled(int count, TKey key)
    {
        var keys = new TKey[count];
        Array.Fill(keys, key);
        return keys;
    }
}
