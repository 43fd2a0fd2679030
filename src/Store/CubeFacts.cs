using System.Numerics;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>What is known of each frame of a cube since it was loaded.</summary>
internal abstract class CubeFacts;

/// <inheritdoc/>
internal sealed class CubeFacts<T>(ScanBlockedCube cube) : CubeFacts
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public T[] Minima { get; } = new T[cube.Shape.FrameCount];

    public T[] Maxima { get; } = new T[cube.Shape.FrameCount];

    public void Put(long number, int first, ReadOnlySpan<T> minima, ReadOnlySpan<T> maxima)
    {
        long position = (number * BlockLayout.Frames) + first;
        int count = (int)Math.Clamp(Minima.Length - position, 0, minima.Length);
        if (count == 0)
            return;
        minima[..count].CopyTo(Minima.AsSpan((int)position));
        maxima[..count].CopyTo(Maxima.AsSpan((int)position));
    }
}
