namespace Ronchi.Frames;

/// <summary>The frames that a reader has still to give, taken from the front: what every <see cref="ITileReader"/> counts.</summary>
public struct RemainingFrames : IEquatable<RemainingFrames>
{
    private FrameRange _range;

    /// <summary>The first one that is left.</summary>
    public readonly long Start => _range.Start;

    /// <summary>How many are left.</summary>
    public readonly int Count => _range.Count;

    /// <summary>Behind the last one.</summary>
    public readonly long End => _range.End;

    /// <summary>Whether none are.</summary>
    public readonly bool IsEmpty => _range.Count == 0;

    /// <summary>Whether two have the same frames left.</summary>
    public static bool operator ==(RemainingFrames left, RemainingFrames right) => left.Equals(right);

    /// <summary>Whether two have other frames left.</summary>
    public static bool operator !=(RemainingFrames left, RemainingFrames right) => !left.Equals(right);

    /// <summary>Begins anew.</summary>
    /// <param name="frames">What is to be given.</param>
    /// <param name="available">Frames that there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">Some of the frames are not there.</exception>
    public void Begin(FrameRange frames, long available)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, available);
        _range = frames;
    }

    /// <summary>The next frames, fewer where fewer are left; they stay.</summary>
    /// <param name="most">How many.</param>
    public readonly FrameRange Peek(int most) => _range with { Count = Math.Min(_range.Count, most) };

    /// <summary>Takes the next frames, fewer where fewer are left.</summary>
    /// <param name="most">How many.</param>
    public FrameRange Take(int most)
    {
        var taken = Peek(most);
        _range = new(taken.End, _range.Count - taken.Count);
        return taken;
    }

    /// <inheritdoc/>
    public readonly bool Equals(RemainingFrames other) => _range == other._range;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RemainingFrames other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _range.GetHashCode();
}
