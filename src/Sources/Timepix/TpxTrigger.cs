namespace Ronchi.Sources.Timepix;

/// <summary>A pulse at one of the inputs of the readout board.</summary>
public enum TpxTrigger
{
    /// <summary>Input 1 rises.</summary>
    Tdc1Rise = 0xF,

    /// <summary>Input 1 falls.</summary>
    Tdc1Fall = 0xA,

    /// <summary>Input 2 rises.</summary>
    Tdc2Rise = 0xE,

    /// <summary>Input 2 falls.</summary>
    Tdc2Fall = 0xB,
}
