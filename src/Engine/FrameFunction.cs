namespace Ronchi.Engine;

/// <summary>A function of one frame.</summary>
/// <typeparam name="T">Type of the pixels.</typeparam>
/// <typeparam name="TResult">A number, or an array of numbers of any shape.</typeparam>
/// <param name="frame">Pixels with their shape, and which of them count.</param>
public delegate TResult FrameFunction<T, out TResult>(FrameValues<T> frame)
    where T : unmanaged;
