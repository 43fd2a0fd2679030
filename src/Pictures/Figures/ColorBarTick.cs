namespace Ronchi.Pictures;

/// <summary>A mark beside a colour bar.</summary>
/// <param name="Value">The value.</param>
/// <param name="Part">Its place: 0 at the lower limit, 1 at the upper.</param>
/// <param name="Label">The value as text, without the factor that all have.</param>
internal readonly record struct ColorBarTick(double Value, double Part, string Label);
