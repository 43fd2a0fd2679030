namespace Ronchi.Kernels.Pixels;

/// <summary>Chooses at compile time whether a loop looks for the "no data" value.</summary>
internal interface IExclusion
{
    static abstract bool Active { get; }
}

internal readonly struct ExcludeNothing : IExclusion
{
    public static bool Active => false;
}

internal readonly struct ExcludeNoData : IExclusion
{
    public static bool Active => true;
}
