// Pool
