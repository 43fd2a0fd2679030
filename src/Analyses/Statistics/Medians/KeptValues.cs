using System.Numerics;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>
/// What one worker has found in the windows, in the order of finding. Around a border only the nearest values count: the window closes in
/// on it.
/// </summary>
internal sealed class KeptValues<TKey>(MedianWindows<TKey> windows)
    where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
{
    private const int FirstRoom = 1 << 14;
    private int[] _pixels = new int[FirstRoom];
    private TKey[] _keys = new TKey[FirstRoom];
    private int _count;

    /// <summary>The smallest key that is still of interest.</summary>
    public TKey[] Lowest { get; } = (TKey[])windows.Lowest.Clone();

    /// <summary>The largest key that is still of interest.</summary>
    public TKey[] Highest { get; } = (TKey[])windows.Highest.Clone();

    /// <summary>Room for the pixels found in a frame.</summary>
    public int[] Found { get; } = new int[windows.Lowest.Length];

    /// <summary>Pixels of the kept values.</summary>
    public ReadOnlySpan<int> Pixels => _pixels.AsSpan(0, _count);

    /// <summary>The kept values.</summary>
    public ReadOnlySpan<TKey> Keys => _keys.AsSpan(0, _count);

    /// <summary>Keeps the values of the first pixels in <see cref="Found"/>.</summary>
    public void Keep<T>(ReadOnlySpan<T> values, int found)
        where T : unmanaged, INumber<T>
    {
        if (_count > _pixels.Length - found)
        {
            var room = (int)Math.Min(Math.Max(2L * _pixels.Length, _count + (long)found), Array.MaxLength);
            Array.Resize(ref _pixels, room);
            Array.Resize(ref _keys, room);
        }

        foreach (var pixel in Found.AsSpan(0, found))
        {
            var key = OrderedKey.Of<T, TKey>(values[pixel]);
            if (windows.Knowledge[pixel] == MedianKnowledge.Window)
            {
                _pixels[_count] = pixel;
                _keys[_count++] = key;
            }
            else if (key < windows.Border[pixel])
                Lowest[pixel] = key + TKey.One;
            else
                Highest[pixel] = key - TKey.One;
        }
    }
}
