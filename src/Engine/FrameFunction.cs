namespace Ronchi.Engine;

/// <summary>A function of one frame.</summary>
/// <typeparam name="T">Type of the pixels.</typeparam>
/// <typeparam name="TResult">A number, or an array of numbers.</typeparam>
/// <param name="frame">Pixels, detector row-major.</param>
public delegate TResult FrameFunction<T, out TResult>(ReadOnlySpan<T> frame);
