namespace Ronchi.Throughput;

/// <summary>Turns the seconds of one call that handles a number of items into a figure.</summary>
/// <param name="Name">As printed and as in the JSON.</param>
/// <param name="Better">The direction of improvement.</param>
/// <param name="Figure">(seconds of one call, items of one call) → figure.</param>
internal sealed record Unit(string Name, Better Better, Func<double, double, double> Figure)
{
    /// <summary>Seconds of one call, whatever it handles.</summary>
    public static Unit Seconds { get; } = new("s", Better.Lower, (seconds, _) => seconds);

    /// <summary>Milliseconds of one call, whatever it handles.</summary>
    public static Unit Milliseconds { get; } = new("ms", Better.Lower, (seconds, _) => seconds * 1e3);

    /// <summary>10⁹ bytes a second; the items of a call are its bytes.</summary>
    public static Unit GigabytesPerSecond { get; } = new("GB/s", Better.Higher, (seconds, bytes) => bytes / seconds / 1e9);

    /// <summary>Microseconds an item, for example <c>µs/frame</c>.</summary>
    public static Unit MicrosecondsPer(string item) => new($"µs/{item}", Better.Lower, (seconds, items) => seconds * 1e6 / items);

    /// <summary>Items a second, for example <c>frames/s</c>.</summary>
    public static Unit PerSecond(string items) => new($"{items}/s", Better.Higher, (seconds, n) => n / seconds);
}
